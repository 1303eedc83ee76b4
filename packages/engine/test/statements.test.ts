import { NatError } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { expect, it } from 'vitest';
import { createEngine, memoryStore, type OperationHandler } from '../src/index.ts';

/** An operation that takes effect and then fails in a way that says nothing, on a cloud that cannot be asked what it did. */
function setUp() {
  const clock = manualClock({ autoAdvance: true });
  const cloud: string[] = [];
  const undone: unknown[] = [];
  const handler: OperationHandler = {
    async run(_args, { stated }) {
      cloud.push(`thing-${cloud.length + 1}`);
      if (cloud.length === 1) throw new NatError('timeout', 'no answer', { outcome: 'unknown' });
      return { id: cloud.at(-1) ?? '', told: stated?.left ?? null };
    },
    async probe(_args, { stated }) {
      if (stated) return { id: stated.left, by: stated.by };
      throw new NatError('conflict', 'cannot tell which', { outcome: 'unknown' });
    },
    async undo(_args, result) {
      undone.push(result);
    },
  };
  const engine = createEngine({ store: memoryStore(), clock, attempts: 1 });
  engine.operation('thing.make', handler);
  engine.procedure('make', 1, (run) => run.do({ name: 'thing', kind: 'thing.make', args: {} }));
  return { engine, cloud, undone };
}

async function failed() {
  const scene = setUp();
  const run = await scene.engine.start('make', {}, { id: 'r' });
  expect(await run.wait()).toMatchObject({ state: 'failed', failure: { outcome: 'unknown' } });
  return scene;
}

const by = 'ops@example.com';

it('uses what a person says that an operation has left, and keeps who said it', async () => {
  const { engine, cloud } = await failed();
  const run = await engine.resume('r', { by, left: { thing: 'thing-1' } });
  expect(await run.wait()).toEqual({ state: 'done', output: { id: 'thing-1', by } });
  expect(cloud).toEqual(['thing-1']);
  expect((await engine.get('r'))?.statements).toEqual([
    { by, at: expect.any(Number), left: { thing: 'thing-1' }, handled: [] },
  ]);
});

it('begins an operation anew that a person says has left nothing, once', async () => {
  const { engine, cloud } = await failed();
  const run = await engine.resume('r', { by, left: { thing: 'none' } });
  expect(await run.wait()).toEqual({ state: 'done', output: { id: 'thing-2', told: null } });
  expect(cloud).toEqual(['thing-1', 'thing-2']);
});

it('undoes what a person says that an operation has left, and keeps what it was', async () => {
  const { engine, undone } = await failed();
  expect(await (await engine.rollBack('r')).wait()).toMatchObject({ state: 'rollback-failed' });
  const run = await engine.rollBack('r', { by, left: { thing: 'thing-1' } });
  expect(await run.wait()).toMatchObject({ state: 'rolled-back' });
  expect(undone).toEqual([{ id: 'thing-1', by }]);
  expect((await engine.get('r'))?.steps).toMatchObject([{ state: 'undone', result: { id: 'thing-1' } }]);
});

it('undoes nothing where a person says that an operation has left nothing, or that they have undone it', async () => {
  for (const said of [{ left: { thing: 'none' } }, { handled: ['thing'] }]) {
    const { engine, undone } = await failed();
    const run = await engine.rollBack('r', { by, ...said });
    expect(await run.wait()).toMatchObject({ state: 'rolled-back' });
    expect(undone).toEqual([]);
    expect((await engine.get('r'))?.statements).toMatchObject([{ by, handled: said.handled ?? [] }]);
  }
});

it.each([
  ['left', { by, left: { other: 'thing-1' } }, /has not started an operation other/],
  ['by', { left: { thing: 'thing-1' } }, /must name who says so/],
])('refuses a statement that is wrong at %s', async (field, said, message) => {
  const { engine } = await failed();
  const error = expect.objectContaining({
    code: 'invalid-argument',
    field,
    message: expect.stringMatching(message),
  });
  await expect(engine.resume('r', said)).rejects.toEqual(error);
});

it('takes no statement about an operation that the journal tells of', async () => {
  const { engine } = setUp();
  engine.procedure('both', 1, async (run) => {
    await run.do({ name: 'first', kind: 'ok', args: {} });
    return run.do({ name: 'thing', kind: 'thing.make', args: {} });
  });
  engine.operation('ok', { run: async () => null });
  await (await engine.start('both', {}, { id: 'b' })).wait();
  await expect(engine.resume('b', { by, left: { first: 'none' } })).rejects.toMatchObject({ field: 'left' });
});
