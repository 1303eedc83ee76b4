import { type Cloud, createNat, type Driver, type Nat, type Random } from '@polynat/core';
import { type Emulator, type FaultInput, type LoggedRequest, startEmulator } from '@polynat/emulator';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender, type TraceEvent } from '@polynat/transport';
import { emulatedClouds, type Place } from '../emulated-clouds.ts';
import { type Census, censusOf } from './census.ts';
import { Line } from './line.ts';

/** Every known cloud, with its usual settings and in its variants. */
export const wires: readonly string[] = emulatedClouds.map(({ name }) => name);

/** One cloud behind one driver, all on one clock that moves by itself whenever everybody waits. */
export interface Stage {
  readonly wire: string;
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  readonly nat: Nat;
  readonly cloud: Cloud;
  readonly place: Place;
  /** A free public address nobody was given before, where there are such from the start. */
  readonly nextFree: () => string | undefined;
  readonly trace: readonly TraceEvent[];
  readonly secrets: readonly string[];
  /** Whether a request in the emulator's log can change something: told by the operation, or by the method of one that has two names. */
  readonly isWrite: (request: LoggedRequest) => boolean;
  /** How the emulator calls this cloud. */
  readonly section: keyof ReturnType<Emulator['connection']>['credentials'];
  /** Decides what becomes of each request that leaves, once something is put here. */
  readonly line: Line;
  /** The same account in another process: nothing in common but the cloud. */
  elsewhere(): Nat;
  /** Another process takes the place of this one: what the driver remembered is lost, and every handle acts through the new one. */
  restart(): void;
  strike(fault: FaultInput): void;
  /** What stands in the cloud once all work there has ended, told by the emulator itself. */
  census(): Promise<Census>;
  close(): Promise<void>;
}

/** Milliseconds. Some work begins only when the end of other work has been seen, so this is waited for twice. */
const longestWork = 600_000;

async function openStage(wire: string, seed: unknown = {}): Promise<Stage> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now(), seed });
  const found = emulatedClouds.find(({ name }) => name === wire);
  if (!found) throw new Error(`no cloud is called ${wire}`);
  const { section } = found;
  const connection = emulator.connection();
  const place = found.place(connection);
  const line = new Line(leanSender());
  const unused = [...found.free(connection)];
  const [, ...secrets] = Object.values(found.keys(connection));
  const trace: TraceEvent[] = [];
  let processes = 0;
  const newProcess = () => {
    processes += 1;
    const random = seededRandom(processes);
    const { sender } = probedSender(line, clock);
    const driver = found.driver(
      connection,
      { sender, clock, random, trace: (event) => trace.push(event) },
      found.own.includes('vpc') ? { vpc: place.vpc } : {},
    );
    return { driver, random };
  };
  const natOver = (driver: Driver, random: Random): Nat =>
    createNat<Readonly<Record<string, Driver>>>({ [wire]: driver }, { clock, random });
  let present = newProcess();
  const replaceable = new Proxy(present.driver, { get: (_, name) => Reflect.get(present.driver, name) });
  const nat = natOver(replaceable, present.random);
  const cloud = nat.cloud(wire);
  const operations = Object.values(cloud.native?.operations ?? {});
  const writes = new Map(operations.map((operation) => [operation.name, operation.writes]));
  return {
    ...{ wire, emulator, clock, nat, cloud, place, trace, secrets, section, line },
    isWrite: ({ operation, method }) => writes.get(operation) ?? method !== 'GET',
    elsewhere: () => {
      const { driver, random } = newProcess();
      return natOver(driver, random);
    },
    restart: () => {
      present = newProcess();
    },
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
  wire: string,
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
