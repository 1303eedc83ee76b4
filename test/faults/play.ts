import { inspect } from 'node:util';
import { type Mutation, NatError, valuesOf } from '@polynat/core';
import type { FaultInput } from '@polynat/emulator';
import { expect } from 'vitest';
import { acts, type Play, variants } from './acts.ts';
import type { Census } from './census.ts';
import { offered } from './offered.ts';
import { onStage, type Stage } from './stage.ts';

export interface Case {
  readonly wire: string;
  readonly act: Play;
}

/** Every mutation there is, and every variant of one, on every cloud that offers it. */
export const everyCase: readonly Case[] = Object.entries(offered).flatMap(([wire, mutations]) =>
  mutations.flatMap((act) => [act, ...variantsOf(act)].map((each) => ({ wire, act: each }))),
);

function variantsOf(mutation: Mutation): readonly Play[] {
  const named = Object.entries(variants) as readonly (readonly [keyof typeof variants, Mutation])[];
  return named.filter(([, base]) => base === mutation).map(([name]) => name);
}

/** The mutations without which nothing else can be done, for suites that play each many times. */
const usual: readonly Play[] = [
  'gateways.create',
  'addresses.allocate',
  'addresses.attach',
  'addresses.detach',
  'addresses.release',
  'snat.add',
  'snat.addAll',
  'snat.remove',
  'dnat.add',
  'dnat.addAll',
  'dnat.remove',
  'gateways.resize',
  'billing.renew',
  'gateways.delete',
];

export const cases: readonly Case[] = everyCase.filter(({ act }) => usual.includes(act));

export interface Outcome {
  /** How the write ended for its caller. */
  readonly error: NatError | undefined;
  readonly census: Census;
  /** Whether the fault has struck as often as it was to. */
  readonly struck: boolean;
}

/** Plays one write, with a fault on its operation if there is to be one, and tells what became of it. */
export async function play({ wire, act }: Case, fault?: FaultInput): Promise<Outcome> {
  const target = fault && { ...fault, operation: await operationOf({ wire, act }) };
  return onStage(wire, async (stage) => {
    const write = await acts[act](stage);
    if (target) stage.strike(target);
    const error = await failureOf(write);
    expectNoSecrets(stage, error);
    const struck = stage.emulator.faults.list().length === 0;
    stage.emulator.faults.clear();
    return { error, census: await stage.census(), struck };
  });
}

/** A write that is repeated under its token begins otherwise than one without, so every play that counts requests brings one. */
export const token = 'order-2024-001';

/** A write that nothing disturbs: what is there afterwards, and the requests it sent, by their documented names. */
export const undisturbed = remembered(({ wire, act }: Case) =>
  onStage(wire, async (stage) => {
    const write = await acts[act](stage);
    stage.emulator.clearRequests();
    await write({ token });
    const requests = stage.emulator
      .requests()
      .map((request) => ({ operation: request.operation, isWrite: stage.isWrite(request) }));
    return { requests, census: await stage.census() };
  }),
);

/** What is there after the write when nothing goes wrong. */
export const calm = async (scene: Case): Promise<Census> => (await undisturbed(scene)).census;

/** The documented name of the first operation that the write sends and that changes something. */
export async function operationOf(scene: Case): Promise<string> {
  const { requests } = await undisturbed(scene);
  const first = requests.find(({ isWrite }) => isWrite);
  if (first === undefined) throw new Error(`${scene.act} on ${scene.wire} has written nothing`);
  return first.operation;
}

/** What is there before the write. */
export const before = remembered(({ wire, act }: Case) =>
  onStage(wire, async (stage) => {
    await acts[act](stage);
    return stage.census();
  }),
);

export async function failureOf(write: () => PromiseLike<unknown>): Promise<NatError | undefined> {
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
