import { inspect } from 'node:util';
import { NatError, valuesOf } from '@polynat/core';
import type { FaultInput } from '@polynat/emulator';
import { expect } from 'vitest';
import { type ActName, actNames, acts, operations } from './acts.ts';
import type { Census } from './census.ts';
import { onStage, type Stage, type WireName, wires } from './stage.ts';

export interface Case {
  readonly wire: WireName;
  readonly act: ActName;
}

/** Every write there is, on every wire that has it. */
export const cases: readonly Case[] = wires.flatMap((wire) =>
  actNames.filter((act) => operations[wire][act] !== undefined).map((act) => ({ wire, act })),
);

export interface Outcome {
  /** How the write ended for its caller. */
  readonly error: NatError | undefined;
  readonly census: Census;
  /** Whether the fault has struck as often as it was to. */
  readonly struck: boolean;
}

/** Plays one write, with a fault on its operation if there is to be one, and tells what became of it. */
export const play = ({ wire, act }: Case, fault?: FaultInput): Promise<Outcome> =>
  onStage(wire, async (stage) => {
    const write = await acts[act](stage);
    if (fault) stage.strike({ ...fault, operation: operations[wire][act] });
    const error = await failureOf(write);
    expectNoSecrets(stage, error);
    const struck = stage.emulator.faults.list().length === 0;
    stage.emulator.faults.clear();
    return { error, census: await stage.census(), struck };
  });

/** What stands after the write when nothing goes wrong. */
export const calm = remembered(async (scene: Case) => {
  const { error, census } = await play(scene);
  if (error) throw error;
  return census;
});

/** What stands before the write. */
export const before = remembered(({ wire, act }: Case) =>
  onStage(wire, async (stage) => {
    await acts[act](stage);
    return stage.census();
  }),
);

async function failureOf(write: () => PromiseLike<unknown>): Promise<NatError | undefined> {
  try {
    const answer = await write();
    if (Array.isArray(answer)) valuesOf<unknown>(answer);
    return undefined;
  } catch (thrown) {
    if (NatError.is(thrown)) return thrown;
    throw thrown;
  }
}

/** Neither an error with all its causes nor any trace event may show a key. */
function expectNoSecrets({ secrets, trace }: Stage, error: NatError | undefined): void {
  const shown = inspect([error, error?.toJSON(), trace], { depth: 12, showHidden: true });
  for (const secret of secrets) expect(shown).not.toContain(secret);
  expect(trace.length).toBeGreaterThan(0);
}

/** Worlds without faults are the same for every fault they are compared with. */
function remembered<T>(run: (scene: Case) => Promise<T>): (scene: Case) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (scene) => {
    const name = `${scene.wire} ${scene.act}`;
    const result = known.get(name) ?? run(scene);
    known.set(name, result);
    return result;
  };
}
