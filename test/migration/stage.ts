import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Clouds, createNat, NatError, type Placement, requireFeature } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, type Engine, memoryStore } from '@polynat/engine';
import { createMigrations, type Migrations, type MigrationsOptions } from '@polynat/migrate';
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
  /** The same, but whatever a run has built is found to be wrong. */
  readonly doubting: () => Migrations;
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
  const newEngine = () => createEngine({ store: memoryStore(), clock, random: common.random });
  const engine = newEngine();
  const cutOver = () => Promise.resolve();
  return {
    emulator,
    nat,
    clock,
    engine,
    migrations: createMigrations({ nat, engine, clock, cutOver }),
    doubting: () => createMigrations({ nat, engine: refusingToVerify(newEngine()), clock, cutOver }),
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
  const { subnet: standsIn } = requireFeature(cloud.capabilities, 'gateways.create', alias);
  return { vpc: network.id, ...(standsIn !== 'unused' && { subnet: subnet.id }) };
}

function refusingToVerify(engine: Engine): MigrationsOptions['engine'] {
  const refuse = () => Promise.reject(new NatError('failed-precondition', 'this is not as planned'));
  return {
    operation: (kind, handler) => engine.operation(kind, kind === 'verify' ? { run: refuse } : handler),
    procedure: (name, version, procedure) => engine.procedure(name, version, procedure),
    start: (procedure, input, options) => engine.start(procedure, input, options),
    resume: (id) => engine.resume(id),
    rollBack: (id) => engine.rollBack(id),
    get: (id) => engine.get(id),
  };
}
