import { addVpc, addVSwitch } from './network.ts';
import { Refusal } from './refusal.ts';
import { plantAddress } from './seed-address.ts';
import { growFleet } from './seed-fleet.ts';
import { plantGateway } from './seed-gateway.ts';
import { type Seed, seedSchema } from './seed-schema.ts';
import { type World, zoneOf } from './world.ts';

/** Adds what a seed describes, settled: nothing of it is on its way. Throws an Error naming the field. */
export function plant(world: World, section: unknown): void {
  const seed = seedSchema.parse(section);
  changeAccount(world, seed);
  for (const [id, zone] of Object.entries(seed.zones)) Object.assign(zoneOf(world, id), zone);
  eachOf('vpcs', seed.vpcs, (vpc) => plantVpc(world, vpc));
  eachOf('addresses', seed.addresses, (addresses) => plantAddresses(world, addresses));
  eachOf('gateways', seed.gateways, (gateway) => plantGateway(world, gateway));
  eachOf('fleets', seed.fleets, (fleet) => growFleet(world, fleet));
}

function changeAccount(world: World, { account }: Seed): void {
  const { quotas, ...flags } = account ?? {};
  Object.assign(world.account, flags, { quotas: { ...world.account.quotas, ...quotas } });
}

function eachOf<T>(field: string, items: readonly T[], add: (item: T) => void): void {
  items.forEach((item, index) => {
    try {
      add(item);
    } catch (error) {
      const reason = error instanceof Refusal ? `breaks the rule ${error.rule}` : String(error);
      throw new Error(`${field}[${index}]: ${reason}`, { cause: error });
    }
  });
}

function plantVpc(world: World, { region, vSwitches, ...description }: Seed['vpcs'][number]): void {
  const vpc = addVpc(world, { ...description, regionId: region });
  for (const { zone, ...vSwitch } of vSwitches) {
    addVSwitch(world, vpc, { ...vSwitch, vpcId: vpc.id, zoneId: zone });
  }
}

function plantAddresses(world: World, { region, count, bandwidth }: Seed['addresses'][number]): void {
  for (let index = 0; index < count; index += 1) plantAddress(world, region, bandwidth);
}
