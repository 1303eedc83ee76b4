import type { Json, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';

/** What JavaScript callers can pass although the types say otherwise. */
const untyped = (value: unknown): Json => value as Json;

const loop: Record<string, unknown> = {};
loop.self = loop;

const strangers: readonly (readonly [string, unknown, string])[] = [
  ['a date', { when: new Date(0) }, '.when'],
  ['undefined', { list: [1, undefined] }, '.list[1]'],
  ['a function', { deep: { call: () => 1 } }, '.deep.call'],
  ['not a number', { count: Number.NaN }, '.count'],
  ['a big integer', { id: 1n }, '.id'],
  ['a map', { rules: new Map() }, '.rules'],
  ['a cycle', loop, '.self'],
];

export function describeJson(harness: EngineHarness): void {
  describe('plain JSON', () => {
    it.each(strangers)(
      'is all an input may hold: %s is refused with its place',
      async (_name, value, place) => {
        await onBench(harness, async (bench) => {
          const { engine } = bench.boot(async () => null);
          const started = engine.start('plan', untyped(value), { id: 'r' });
          await expect(started).rejects.toMatchObject({ code: 'invalid-argument', field: `input${place}` });
          expect(await engine.get('r')).toBeUndefined();
        });
      },
    );

    const misuses: readonly (readonly [string, Procedure, string])[] = [
      [
        'arguments',
        async (run) => run.do({ name: 'x', kind: 'echo', args: untyped({ at: new Date(0) }) }),
        'x.args.at',
      ],
      ['results', async (run) => run.do({ name: 'x', kind: 'date', args: null }), 'result of x.at'],
      ['outputs', async () => untyped({ at: new Date(0) }), 'output.at'],
    ];

    it.each(misuses)(
      'is all %s may hold; anything else suspends the run',
      async (_name, procedure, field) => {
        await onBench(harness, async (bench) => {
          const { engine } = bench.boot(procedure);
          engine.operation('echo', { run: async (args) => args });
          engine.operation('date', { run: async () => untyped({ at: new Date(0) }) });
          const handle = await engine.start('plan', null, { id: 'r' });
          const reason = { code: 'invalid-argument', field };
          expect(await handle.wait()).toMatchObject({ state: 'suspended', reason });
        });
      },
    );

    it('reaches handlers as it was recorded, whatever the procedure does to it later', async () => {
      await onBench(harness, async (bench) => {
        const args = { rules: ['one'] };
        const { engine } = bench.boot(async (run) => {
          const done = run.do({ name: 'x', kind: 'echo', args });
          args.rules.push('two');
          return done;
        });
        engine.operation('echo', { run: async (received) => received });
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toEqual({ state: 'done', output: { rules: ['one'] } });
      });
    });
  });
}
