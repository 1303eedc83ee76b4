import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { busy, callAt, quickTransport, refusedForGood, scriptedSender, wireCall } from './inside.ts';
import { spansOf, type Tracer } from './tracer.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** A tracer that writes down what is done to its spans. */
function notingTracer() {
  const notes: string[] = [];
  const note = (what: string) => (value: unknown) => notes.push(`${what} ${JSON.stringify(value)}`);
  const tracer: Tracer = {
    startSpan: (name) => {
      note('start')(name);
      return {
        addEvent: note('event'),
        setAttributes: note('attributes'),
        setStatus: note('status'),
        end: () => notes.push('end'),
      };
    },
  };
  return { tracer, notes };
}

describe('the OpenTelemetry example of the README', () => {
  it('is the code that is compiled and run here', () => {
    const [, code] = /(export function spansOf.*)/s.exec(read('tracer.ts')) ?? [];
    expect(read('../README.md')).toContain(code?.replace('export ', '').trim());
  });

  it('opens a span for a call, notes its repetitions and closes it with its error', async () => {
    const { tracer, notes } = notingTracer();
    const { clock, transport } = quickTransport(scriptedSender(busy, refusedForGood), {
      trace: spansOf(tracer),
    });
    await transport.call(wireCall(), callAt(clock)).catch(() => undefined);
    expect(notes).toEqual([
      'start "fluffy DescribeThings"',
      'event "retry"',
      'attributes {"attempts":2,"requestId":"R-1"}',
      expect.stringMatching(/^status \{"code":2,"message":"\[not-found\] as scripted/),
      'end',
    ]);
  });
});
