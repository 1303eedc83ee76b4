import { type Cloud, createNat, type Driver, type Nat } from '@polynat/core';
import { type Emulator, type FaultInput, startEmulator } from '@polynat/emulator';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender, type TraceEvent } from '@polynat/transport';
import { emulatedClouds, type Place } from '../emulated-clouds.ts';
import { type Census, censusOf } from './census.ts';

/** Whose requests the scenarios of this folder know by name. A known cloud that is not here takes no part in them. */
export const wires = ['alibaba', 'baidu', 'tencent-bm', 'tencent-bm-v3', 'tencent-vpc'] as const;
export type WireName = (typeof wires)[number];

/** One cloud behind one driver, all on one clock that moves by itself whenever everybody waits. */
export interface Stage {
  readonly wire: WireName;
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  readonly nat: Nat;
  readonly cloud: Cloud;
  readonly place: Place;
  /** A free public address nobody was given before, where there are such from the start. */
  readonly nextFree: () => string | undefined;
  readonly trace: readonly TraceEvent[];
  readonly secrets: readonly string[];
  /** The same account in another process: nothing in common but the cloud. */
  elsewhere(): Nat;
  strike(fault: FaultInput): void;
  /** What stands in the cloud once all work there has ended, told by the emulator itself. */
  census(): Promise<Census>;
  close(): Promise<void>;
}

/** Milliseconds. Some work begins only when the end of other work has been seen, so this is waited for twice. */
const longestWork = 600_000;

async function openStage(wire: WireName, seed: unknown = {}): Promise<Stage> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now(), seed });
  const found = emulatedClouds.find(({ name }) => name === wire);
  if (!found) throw new Error(`no cloud is called ${wire}`);
  const { section } = found;
  const connection = emulator.connection();
  const place = found.place(connection);
  const line = leanSender();
  const unused = [...found.free(connection)];
  const [, ...secrets] = Object.values(found.keys(connection));
  const trace: TraceEvent[] = [];
  let processes = 0;
  const natOver = (): Nat => {
    processes += 1;
    const random = seededRandom(processes);
    const { sender } = probedSender(line, clock);
    const drivers: Readonly<Record<string, Driver>> = {
      [wire]: found.driver(
        connection,
        { sender, clock, random, trace: (event) => trace.push(event) },
        found.own.includes('vpc') ? { vpc: place.vpc } : {},
      ),
    };
    return createNat(drivers, { clock, random });
  };
  const nat = natOver();
  return {
    ...{ wire, emulator, clock, nat, place, trace, secrets },
    cloud: nat.cloud(wire),
    elsewhere: natOver,
    nextFree: () => unused.shift(),
    strike: (fault) => emulator.faults.append({ ...fault, cloud: section }),
    census: async () => {
      await clock.advance(longestWork);
      emulator.world();
      await clock.advance(longestWork);
      return censusOf(emulator.world()[section]);
    },
    close: async () => {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    },
  };
}

/** Tells one story on a stage of its own. */
export async function onStage<T>(
  wire: WireName,
  story: (stage: Stage) => Promise<T>,
  seed?: unknown,
): Promise<T> {
  const stage = await openStage(wire, seed);
  try {
    return await story(stage);
  } finally {
    await stage.close();
  }
}
