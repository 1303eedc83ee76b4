import { setMaxListeners } from 'node:events';
import {
  type CallOptions,
  type Clock,
  type Clouds,
  NatError,
  systemClock,
  systemRandom,
} from '@polynat/core';
import type { RulePart, StoredFailure } from './entries.ts';
import type { SnapshotHeader } from './header.ts';
import type { Scope } from './partial-entries.ts';
import { PartialSnapshot, partialName } from './partial-snapshot.ts';
import { Snapshot } from './read-snapshot.ts';
import { coveredClouds, type InventorySelection } from './selection.ts';
import { type InventoryProgress, surveyCloud } from './survey-cloud.ts';
import { writeSnapshot } from './write-snapshot.ts';

export interface InventoryOptions extends Pick<CallOptions, 'signal' | 'beforeSend'> {
  /** The snapshot to write; one that is there is replaced when the new one is whole. */
  readonly file: string;
  readonly selection?: InventorySelection;
  /** Go on where a stopped inventory of the same file and options left off, if there is one. */
  readonly resume?: boolean;
  /** An earlier snapshot. Without `maxAge` it is only named in the new one. */
  readonly since?: string;
  /**
   * How old rules of the earlier snapshot may be, in milliseconds, to be carried over for a gateway of which the list tells nothing new.
   * Lists do not tell when rules change, so changes of that age may be missed. 0 by default: all rules are read.
   */
  readonly maxAge?: number;
  /** Gateways of one cloud whose rules are read at the same time. 8 by default. */
  readonly concurrency?: number;
  readonly onProgress?: (event: InventoryProgress) => void;
  readonly clock?: Clock;
}

export interface TakenInventory {
  readonly file: string;
  readonly header: SnapshotHeader;
  /** Whether it went on where an earlier process had stopped. */
  readonly resumed: boolean;
  /** Everything that could not be read, in the order of the refs, the lists of clouds first. */
  readonly failures: readonly InventoryFailure[];
}

/** `ref` and `part`: the gateway, and which of its rules. Without them it is a list of the cloud. */
export type InventoryFailure = StoredFailure & {
  readonly cloud: string;
  readonly ref?: string;
  readonly part: RulePart | 'gateways' | 'addresses';
};

const usualConcurrency = 8;

/**
 * Reads every gateway with its rules, addresses and billing into a snapshot file, all clouds at the same time, each at the rate of its
 * limiter. What cannot be read is named in the snapshot and does not stop the rest. Holds no more than an index in memory.
 */
export async function takeInventory(clouds: Clouds, options: InventoryOptions): Promise<TakenInventory> {
  const { file, since, maxAge = 0, clock = systemClock } = options;
  /** Every call under way listens to it. Node would take them for a leak and warn. */
  if (options.signal) setMaxListeners(Number.POSITIVE_INFINITY, options.signal);
  const earlier = since === undefined ? undefined : await Snapshot.open(since);
  try {
    const scope: Scope = {
      clouds: await coveredClouds(clouds, options.selection ?? {}, callOf(options)),
      ...(earlier && { since: { id: earlier.header.id, started: earlier.header.started, maxAge } }),
    };
    const partial = await PartialSnapshot.open({
      ...{ file, scope, resume: options.resume ?? false },
      id: systemRandom.uuid(),
      started: new Date(clock.now()).toISOString(),
    });
    try {
      await survey(clouds, partial, options, earlier);
      requireSomething(partial);
      const header = await writeSnapshot(partial, file, new Date(clock.now()).toISOString());
      partial.remove();
      return { file, header, resumed: partial.resumed, failures: failuresIn(partial, header) };
    } finally {
      partial.close();
    }
  } finally {
    await earlier?.close();
  }
}

const callOf = ({ signal, beforeSend }: InventoryOptions): CallOptions => ({
  ...(signal && { signal }),
  ...(beforeSend && { beforeSend }),
});

async function survey(
  clouds: Clouds,
  partial: PartialSnapshot,
  options: InventoryOptions,
  snapshot: Snapshot | undefined,
): Promise<void> {
  const { maxAge = 0, concurrency = usualConcurrency, onProgress = ignore, clock = systemClock } = options;
  const common = {
    ...{ partial, clock, concurrency, onProgress, call: callOf(options) },
    ...(snapshot && maxAge > 0 && { earlier: { snapshot, maxAge } }),
  };
  const covered = partial.start.scope.clouds.map(({ cloud }) => clouds.cloud(cloud));
  const ends = await Promise.allSettled(covered.map((cloud) => surveyCloud({ ...common, cloud })));
  if (options.signal?.aborted) throw stopped(options.file);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** A snapshot of nothing but failures must not take the place of a good one. */
function requireSomething(partial: PartialSnapshot): void {
  const failures = partial.start.scope.clouds.map(({ cloud }) => partial.done(cloud, 'gateways')?.failure);
  const [first] = failures;
  if (!first || partial.gateways.size > 0 || failures.includes(undefined)) return;
  const { code, message, remedy } = first;
  throw new NatError(code, `no cloud could be read: ${message}`, { ...(remedy !== undefined && { remedy }) });
}

function failuresIn(partial: PartialSnapshot, { clouds }: SnapshotHeader): readonly InventoryFailure[] {
  const ofLists = clouds.flatMap(({ cloud, failure, addressFailure }): InventoryFailure[] => [
    ...(failure ? [{ cloud, part: 'gateways', ...failure } as const] : []),
    ...(addressFailure ? [{ cloud, part: 'addresses', ...addressFailure } as const] : []),
  ]);
  const ofGateways = clouds.flatMap(({ cloud }) =>
    partial
      .gatewaysOf(cloud)
      .flatMap(([ref, { failures }]) => failures.map((failure) => ({ cloud, ref, ...failure }))),
  );
  return [...ofLists, ...ofGateways.sort((left, right) => (left.ref < right.ref ? -1 : 1))];
}

const ignore = (): void => undefined;

const stopped = (file: string): NatError =>
  new NatError('aborted', `stopped; ${partialName(file)} holds what was read`, {
    remedy: 'repeat the command with --resume to go on',
  });
