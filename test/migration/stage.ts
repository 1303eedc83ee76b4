import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Clouds, createNat, type Placement } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, type Engine, memoryStore } from '@polynat/engine';
import { createMigrations, type Migrations } from '@polynat/migrate';
import { tencentBm } from '@polynat/tencent-bm';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';
import { seed } from './seed.ts';

export const aliases = ['alibaba', 'baidu', 'tencent-bm'] as const;
export type Alias = (typeof aliases)[number];

export interface Stage {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly clock: ManualClock;
  readonly engine: Engine;
  readonly migrations: Migrations;
  /** The gateway the cloud was seeded with. */
  gatewayOn(alias: Alias): Promise<string>;
  /** Where a new gateway can stand. */
  placeOn(alias: Alias): Promise<Placement>;
  close(): Promise<void>;
}

/** The three real adapters in front of an emulator that finishes everything at once. */
export async function openStage(): Promise<Stage> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ speed: 0, wall: () => clock.now(), seed });
  const line = leanSender();
  const { credentials, networks } = emulator.connection();
  const common = {
    endpoint: emulator.url,
    sender: probedSender(line, clock).sender,
    clock,
    random: seededRandom(5),
  };
  const nat: Clouds = createNat(
    {
      alibaba: alibaba({ ...common, region: networks.alibaba.regionId, credentials: credentials.alibaba }),
      baidu: baidu({ ...common, region: networks.baidu.region, credentials: credentials.baidu }),
      'tencent-bm': tencentBm({
        ...common,
        region: networks.tencentBm.region,
        credentials: credentials.tencentBm,
      }),
    },
    { clock, random: common.random },
  );
  const engine = createEngine({ store: memoryStore(), clock, random: common.random });
  const cutOver = () => Promise.resolve();
  return {
    emulator,
    nat,
    clock,
    engine,
    migrations: createMigrations({ nat, engine, clock, cutOver }),
    gatewayOn: (alias) => seededGateway(nat, alias),
    placeOn: (alias) => placeIn(nat, alias),
    async close() {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    },
  };
}

async function seededGateway(nat: Clouds, alias: Alias): Promise<string> {
  const [gateway] = await nat.cloud(alias).gateways.list().toArray();
  if (!gateway) throw new Error(`${alias} has no gateway`);
  return `${gateway.ref}`;
}

async function placeIn(nat: Clouds, alias: Alias): Promise<Placement> {
  const cloud = nat.cloud(alias);
  const network = await cloud.networks.list().find(({ name }) => name === 'new');
  const [subnet] = network ? await cloud.networks.subnets(network.id).toArray() : [];
  if (!network || !subnet) throw new Error(`${alias} has no network called new`);
  const { subnet: standsIn } = createFacts(cloud.capabilities.features['gateways.create']);
  return { vpc: network.id, ...(standsIn !== 'unused' && { subnet: subnet.id }) };
}

function createFacts(fact: ReturnType<Clouds['cloud']>['capabilities']['features']['gateways.create']) {
  if (!fact.supported) throw new Error('every cloud creates gateways');
  return fact;
}
