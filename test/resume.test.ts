import { Operation, valuesOf } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { acts } from './faults/acts.ts';
import { type Case, calm, cases, operationOf } from './faults/play.ts';
import { onStage, type Stage, wires } from './faults/stage.ts';

/** Begins a write, stores it as soon as the cloud has taken it, and dies. */
async function begun(stage: Stage, { act }: Case): Promise<string> {
  const write = await acts[act](stage);
  const operation = write();
  if (!(operation instanceof Operation)) throw new Error(`${act} is no operation`);
  await operation.accepted;
  const stored = JSON.stringify(operation);
  operation.abort();
  await expect(valuesFrom(operation)).rejects.toMatchObject({ code: 'aborted' });
  return stored;
}

/** What an operation completes to. A batch answers for each item, also for those that failed. */
async function valuesFrom(operation: PromiseLike<unknown>): Promise<unknown> {
  const answer = await operation;
  return Array.isArray(answer) ? valuesOf<unknown>(answer) : answer;
}

async function writesOf({ emulator }: Stage, scene: Case): Promise<number> {
  const name = await operationOf(scene);
  return emulator.requests().filter(({ operation }) => operation === name).length;
}

/** Writes of several requests, of which the first process sends one. */
const hasSeveral = ({ wire, act }: Case): boolean => act.endsWith('addAll') && wire !== 'baidu';

describe('a stored operation', () => {
  it.each(cases)('is brought to its end by another process: $wire, $act', async (scene) => {
    await onStage(scene.wire, async (stage) => {
      const stored = await begun(stage, scene);
      const sent = await writesOf(stage, scene);
      await valuesFrom(stage.elsewhere().resume(JSON.parse(stored)));
      expect((await writesOf(stage, scene)) > sent).toBe(hasSeveral(scene));
      expect(await stage.census()).toBe(await calm(scene));
      for (const secret of stage.secrets) expect(stored).not.toContain(secret);
    });
  });

  it.each(cases)('tells its end long after it has come, and again: $wire, $act', async (scene) => {
    await onStage(scene.wire, async (stage) => {
      const stored = await begun(stage, scene);
      await stage.clock.advance(3_600_000);
      const first = await valuesFrom(stage.elsewhere().resume(JSON.parse(stored)));
      const second = await valuesFrom(stage.elsewhere().resume(JSON.parse(stored)));
      expect(plain(second)).toEqual(plain(first));
      expect(await stage.census()).toBe(await calm(scene));
    });
  });
});

/** As it would be stored. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

describe('the record of an operation', () => {
  it.each(wires)(
    'that another process does not understand is refused before anything is sent: %s',
    async (wire) => {
      await onStage(wire, async (stage) => {
        const record = JSON.parse(await begun(stage, { wire, act: 'gateways.create' }));
        const before = stage.emulator.requests().length;
        const strange = { ...record, receipts: [{ ...record.receipts[0], kind: 'nobody-knows' }] };
        const torn = { ...record, receipts: [{ ...record.receipts[0], subject: { key: 7 } }] };
        for (const wrong of [strange, torn]) {
          await expect(stage.elsewhere().resume(wrong)).rejects.toMatchObject({ code: 'invalid-argument' });
        }
        expect(stage.emulator.requests()).toHaveLength(before);
      });
    },
  );
});

describe('work that fails while nobody watches', () => {
  it.each(['baidu', 'tencent-bm', 'tencent-bm-v3'] as const)(
    'is told to who resumes it: %s',
    async (wire) => {
      const scene: Case = { wire, act: 'gateways.create' };
      const operation = await operationOf(scene);
      await onStage(wire, async (stage) => {
        stage.strike({ kind: 'failed', operation, count: 1 });
        const stored = await begun(stage, scene);
        await stage.clock.advance(3_600_000);
        await expect(stage.elsewhere().resume(JSON.parse(stored))).rejects.toMatchObject({
          code: 'internal',
          message: expect.stringMatching(/failed|error/),
        });
      });
    },
  );
});
