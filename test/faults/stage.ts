import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Cloud, createNat, type Driver, type Nat } from '@polynat/core';
import { type Emulator, type EmulatorConnection, type FaultInput, startEmulator } from '@polynat/emulator';
import { tencentBm } from '@polynat/tencent-bm';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender, type Sender, type TraceEvent } from '@polynat/transport';
import { type Census, censusOf } from './census.ts';

/** Every wire there is. */
export const wires = ['alibaba', 'baidu', 'tencent-bm', 'tencent-bm-v3'] as const;
export type WireName = (typeof wires)[number];

/** Where gateways can stand on each. */
interface Place {
  readonly vpc: string;
  readonly subnet: string;
  readonly cidr: string;
}

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

interface Account {
  readonly section: 'alibaba' | 'baidu' | 'tencentBm';
  readonly place: Place;
  /** Free public addresses there are from the start. */
  readonly free: readonly string[];
  readonly secrets: readonly string[];
  readonly driver: (seams: Seams) => Driver;
}

interface Seams {
  readonly endpoint: string;
  readonly sender: Sender;
  readonly clock: ManualClock;
  readonly random: ReturnType<typeof seededRandom>;
  readonly trace: (event: TraceEvent) => void;
}

type Accounts = { readonly [W in WireName]: (connection: EmulatorConnection) => Account };

const bareMetal =
  (api: 'v2' | 'v3') =>
  ({ credentials: { tencentBm: keys }, networks: { tencentBm: network } }: EmulatorConnection): Account => ({
    section: 'tencentBm',
    place: { vpc: network.vpcId, subnet: network.subnetId, cidr: network.cidr },
    free: network.eips,
    secrets: [keys.secretKey],
    driver: (seams) =>
      tencentBm({ region: network.region, vpc: network.vpcId, api, credentials: keys, ...seams }),
  });

const accounts: Accounts = {
  alibaba: ({ credentials: { alibaba: keys }, networks: { alibaba: network } }) => ({
    section: 'alibaba',
    place: { vpc: network.vpcId, subnet: network.vSwitchId, cidr: network.cidr },
    free: [],
    secrets: [keys.accessKeySecret],
    driver: (seams) => alibaba({ region: network.regionId, credentials: keys, ...seams }),
  }),
  baidu: ({ credentials: { baidu: keys }, networks: { baidu: network } }) => ({
    section: 'baidu',
    place: { vpc: network.vpcId, subnet: network.subnetId, cidr: network.cidr },
    free: network.eips,
    secrets: [keys.secretAccessKey],
    driver: (seams) => baidu({ region: network.region, credentials: keys, ...seams }),
  }),
  'tencent-bm': bareMetal('v2'),
  'tencent-bm-v3': bareMetal('v3'),
};

async function openStage(wire: WireName, seed: unknown = {}): Promise<Stage> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now(), seed });
  const { section, place, free, secrets, driver } = accounts[wire](emulator.connection());
  const line = leanSender();
  const unused = [...free];
  const trace: TraceEvent[] = [];
  let processes = 0;
  const natOver = (): Nat => {
    processes += 1;
    const random = seededRandom(processes);
    const { sender } = probedSender(line, clock);
    const drivers: Readonly<Record<string, Driver>> = {
      [wire]: driver({ endpoint: emulator.url, sender, clock, random, trace: (event) => trace.push(event) }),
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
