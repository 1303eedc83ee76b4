import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Json, Operation, RunContext } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { parseDocument, readMapping, readPlan, recordedSteps } from '../src/index.ts';
import { runPlan } from '../src/procedure.ts';

/** As version 0.1 exported it. */
const stored = `
polynat: 1
gateway:
  name: shop
  network: { vpc: vpc-1 }
  size: { tier: small }
  billing: { mode: prepaid, expires: 2027-01-01T00:00:00Z, standing: good }
  tags: {}
addresses: []
snat: []
dnat: []
bandwidth: []
`;

describe('a document with former names', () => {
  it('is read with the current ones', () => {
    expect(parseDocument(stored).gateway.billing).toEqual({
      mode: 'prepaid',
      expires: '2027-01-01T00:00:00Z',
      status: 'good',
    });
  });
});

describe('a mapping with former names', () => {
  it('is read with the current ones', () => {
    const mapping = { network: { vpc: 'vpc-1' }, retireSource: true };
    expect(readMapping(mapping)).toEqual({ network: { vpc: 'vpc-1' }, deleteSource: true });
  });

  it('may not say both', () => {
    expect(() => readMapping({ network: { vpc: 'vpc-1' }, retireSource: true, deleteSource: false })).toThrow(
      /retireSource/,
    );
  });
});

interface Line {
  readonly type?: string;
  readonly name: string;
  readonly kind: string;
  readonly args: Json;
  readonly result?: Json;
  readonly input?: Json;
}

/** A run up to its rules, which had no source to leave. */
const created = '../../../test/stored/runs/run-b246d4d171aa6726f32151a36f8a479b/1.jsonl';
/** One of a migration, which was stopped after its first step. */
const moved = '../../cli/test/fixtures/first-release/run-5567e323b902fd2d5cbf214b24db14ca/1.jsonl';

/** The lines of a journal that version 0.1 has written. */
async function journal(run: string): Promise<readonly Line[]> {
  const text = await readFile(fileURLToPath(new URL(run, import.meta.url)), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line.slice(9)));
}

const inputOf = (lines: readonly Line[]): Json => lines.find(({ type }) => type === 'begun')?.input ?? null;

/** Answers every operation with a result, and remembers it. */
function replaying(resultOf: (operation: Operation) => Json, asked: Operation[]): RunContext {
  const perform = (operation: Operation): Json => {
    asked.push(operation);
    return resultOf(operation);
  };
  return {
    run: 'run',
    do: async (operation) => perform(operation),
    all: async (operations) => operations.map(perform),
    allSettled: () => Promise.reject(new Error('not used')),
    sleep: () => Promise.reject(new Error('not used')),
    now: () => Promise.reject(new Error('not used')),
    waitFor: () => Promise.reject(new Error('not used')),
  };
}

describe('a run of version 0.1', () => {
  it('is replayed with the operations of its journal, byte for byte', async () => {
    const lines = await journal(created);
    const done = new Map(lines.filter(({ type }) => type === 'done').map((line) => [line.name, line]));
    const asked: Operation[] = [];
    await runPlan(
      replaying(({ name }) => done.get(name)?.result ?? null, asked),
      inputOf(lines),
    );
    const told = asked.map(({ name, kind, args }) => JSON.stringify([name, kind, args]));
    const kept = [...done.values()].map(({ name, kind, args }) => JSON.stringify([name, kind, args]));
    expect(kept).toHaveLength(8);
    expect(told).toEqual(expect.arrayContaining(kept));
  });

  it('goes on with kinds and arguments as it spells them', async () => {
    const asked: Operation[] = [];
    const results: Readonly<Record<string, Json>> = {
      'address.allocate': { ip: '198.18.0.1', id: 'eip-1' },
      'gateway.create': { ref: 'baidu:bj/nat-1' },
    };
    await runPlan(
      replaying(({ kind }) => results[kind] ?? {}, asked),
      inputOf(await journal(moved)),
    );
    const [allocation] = asked.filter(({ kind }) => kind === 'address.allocate');
    expect(Object.keys(allocation?.args ?? {})).toEqual(['cloud', 'stands', 'spec']);
    expect(asked.slice(-2).map(({ kind, args }) => [kind, Object.keys(args ?? {})])).toEqual([
      ['way-back', ['source', 'changes', 'bound']],
      ['cut-over', ['source', 'changes', 'bound']],
    ]);
  });

  it('has a plan that is read with the current names under its own id', async () => {
    const input = inputOf(await journal(moved));
    const plan = readPlan(input);
    const steps = plan.stages.flatMap((stage) => stage.steps);
    expect([plan.version, plan.id]).toEqual([1, '5567e323b902fd2d5cbf214b24db14ca']);
    expect(steps.map(({ kind }) => kind)).toContain('cut-over.start');
    expect(steps.find(({ kind }) => kind === 'address.allocate')).toMatchObject({
      args: { cloud: 'baidu', sourceIp: '47.92.0.1' },
      summary: 'buy an address on baidu with 5 Mbit/s to stand for 47.92.0.1',
    });
    expect(readPlan(plan)).toEqual(plan);
    expect(recordedSteps(input)).toMatchObject(steps.map(({ id, kind, summary }) => ({ id, kind, summary })));
  });
});

it('a run of another kind has no recorded steps', () => {
  expect(recordedSteps({ something: 'else' })).toEqual([]);
});
