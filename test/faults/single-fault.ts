import type { NatError, Random } from '@polynat/core';
import { type Act, acts, type Play } from './acts.ts';
import type { Census } from './census.ts';
import type { Strike } from './line.ts';
import { before, type Case, calm, failureOf, token, undisturbed } from './play.ts';
import { onStage, type Stage } from './stage.ts';
import { redirected, type StrikeKind, strikeKinds } from './strikes.ts';

/** One request of a write, and the kind of fault that it meets. */
export interface SingleFault extends Case {
  readonly index: number;
  readonly operation: string;
  readonly kind: string;
  /** Who repeats the write afterwards under the same token: the same process, or another that knows nothing. */
  readonly repeatedBy: 'itself' | 'another process';
}

/** Every request of a write with every kind of fault. Of a read that is sent again and again, the first and the last. */
export async function faultsOf(scene: Case): Promise<readonly SingleFault[]> {
  const { requests } = await undisturbed(scene);
  const firstWrite = requests.findIndex(({ isWrite }) => isWrite);
  return struckOf(requests).flatMap(({ index, operation, isWrite }) =>
    Object.entries(strikeKinds)
      .filter(([, { writesOnly }]) => !writesOnly || isWrite)
      .filter(([, { lateReadsOnly }]) => !lateReadsOnly || (index > firstWrite && !isWrite))
      .flatMap(([kind]) =>
        (['itself', 'another process'] as const).map((repeatedBy) => ({
          ...{ ...scene, index, operation, kind, repeatedBy },
        })),
      ),
  );
}

interface Sent {
  readonly operation: string;
  readonly isWrite: boolean;
}

function struckOf(requests: readonly Sent[]): readonly (Sent & { readonly index: number })[] {
  const operations = requests.map(({ operation }) => operation);
  return requests
    .map((request, index) => ({ ...request, index }))
    .filter(
      ({ operation, isWrite, index }) =>
        isWrite || index === operations.indexOf(operation) || index === operations.lastIndexOf(operation),
    );
}

/** One fault for each request, another for every seed. */
export async function someFaultsOf(scene: Case, random: Random): Promise<readonly SingleFault[]> {
  const byRequest = new Map<number, SingleFault[]>();
  for (const fault of await faultsOf(scene))
    byRequest.set(fault.index, [...(byRequest.get(fault.index) ?? []), fault]);
  return [...byRequest.values()].flatMap(
    (faults) => faults[Math.floor(random.fraction() * faults.length)] ?? [],
  );
}

/** What contradicts the promise when this fault strikes: see `judge`. */
export async function contradictionsOf(fault: SingleFault): Promise<readonly string[]> {
  const kind = strikeKinds[fault.kind];
  if (!kind) throw new Error(`no fault is called ${fault.kind}`);
  return onStage(fault.wire, async (stage) => {
    const write = await acts[fault.act](stage);
    const strike = (asBefore: Strike) => playOn(stage, fault, write, kind.on(stage, asBefore));
    const played = kind.lateReadsOnly ? await besideEarlier(fault, strike) : await strike(passing);
    return judge(played, kind, await before(fault), await calm(fault));
  });
}

const passing: Strike = (request, send) => send(request);

/** A second cloud in which everything is as it was before the write answers in place of the first. */
const besideEarlier = (scene: Case, play: (asBefore: Strike) => Promise<Played>): Promise<Played> =>
  onStage(scene.wire, async (earlier) => {
    await acts[scene.act](earlier);
    return play((request, send) => send(redirected(earlier.emulator.url, request)));
  });

/** How a write ended, and what was there afterwards. */
interface Ending {
  readonly error: NatError | undefined;
  /** Left out where the write is repeated at once, while the work of the first may still go on. */
  readonly census?: Census;
}

interface Played {
  readonly struck: boolean;
  readonly first: Ending;
  /** The same write under the same token, with no more faults. */
  readonly again: Ending;
}

async function playOn(stage: Stage, fault: SingleFault, write: Act, strike: Strike): Promise<Played> {
  stage.line.arm(fault.index, strike);
  const error = await failureOf(() => write({ token }));
  const { struck } = stage.line;
  const first = error?.outcome === 'unknown' ? { error } : { error, census: await stage.census() };
  if (fault.repeatedBy === 'another process') stage.restart();
  const repeated = await repeat(stage, fault.act, write, error);
  return { struck, first, again: { error: repeated, census: await stage.census() } };
}

/**
 * The same token again. One address is like any other: where the cloud knows no tokens, nothing tells that its order was sent before.
 * There an order that was accepted is resumed from its record, and one that is done or in doubt is not repeated.
 */
function repeat(
  { cloud, nat }: Stage,
  act: Play,
  write: Act,
  error: NatError | undefined,
): Promise<NatError | undefined> {
  const isRecognised = act !== 'addresses.allocate' || cloud.can('writes.token') || error?.outcome === 'none';
  if (isRecognised) return failureOf(() => write({ token }));
  const record = error?.operation;
  return record ? failureOf(() => nat.resume(record)) : Promise.resolve(error);
}

/**
 * `outcome: 'none'` says that nothing has changed, and success that it has happened. The same token again leads to one effect: whoever
 * was told that the outcome is unknown then learns of it, be it that what was asked for already exists. Where the cloud's own work went wrong there is no effect to compare with.
 */
function judge(
  { struck, first, again }: Played,
  { spoilsWork }: StrikeKind,
  unchanged: Census,
  changed: Census,
) {
  const found: string[] = [];
  if (!struck) found.push('the request was not sent');
  if (first.error?.outcome === 'none' && first.census !== unchanged)
    found.push(`the world has changed, and it says: ${told(first)}`);
  if (!first.error && first.census !== changed) found.push('it did not happen, and no error says so');
  if (spoilsWork) return found;
  const isRepeated = again.error === undefined || again.error !== first.error;
  const allowed = isRepeated ? [changed] : [changed, unchanged];
  const isDone = again.census !== undefined && allowed.map(effectOf).includes(effectOf(again.census));
  const isTold =
    !again.error ||
    !first.error ||
    again.error.outcome === 'unknown' ||
    again.error.code === 'already-exists';
  if (!isDone || !isTold)
    found.push(
      `after "${told(first)}" the same token ${isDone ? 'had one effect' : 'left another world'}, and it says: ${told(again)}`,
    );
  return found;
}

/** Without the cloud's list of past tasks: asked twice for one size, a gateway has it once. */
const effectOf = (census: Census): string =>
  JSON.stringify(JSON.parse(census), (name, value) => (name === 'tasks' ? undefined : value));

const told = ({ error }: Ending): string => (error ? `${error.message} (${error.outcome})` : 'done');
