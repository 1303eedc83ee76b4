import { type Clouds, createNat, valuesOf } from '@polynat/core';
import { createEngine, type Engine, memoryStore } from '@polynat/engine';
import {
  type ManualClock,
  type MemoryOptions,
  manualClock,
  memoryDriver,
  seededRandom,
} from '@polynat/testkit';
import { createMigrations, type Mapping, type Migrations } from '../src/index.ts';

export interface Scene {
  readonly nat: Clouds;
  readonly clock: ManualClock;
  readonly engine: Engine;
  readonly migrations: Migrations;
  readonly from: ReturnType<typeof memoryDriver>;
  readonly to: ReturnType<typeof memoryDriver>;
}

/** Two in-memory clouds, `old` and `new`, and an engine on a journal in memory. */
export function setScene(newCloud: MemoryOptions<never> = {}, store = memoryStore()): Scene {
  const clock = manualClock({ autoAdvance: true });
  const random = seededRandom(7);
  const from = memoryDriver({ clock, region: 'here' });
  const to = memoryDriver({ clock, region: 'there', takes: 2_000, ...newCloud });
  const nat: Clouds = createNat({ old: from, new: to }, { clock, random });
  const engine = createEngine({ store, clock, random });
  const migrations = createMigrations({ nat, engine, clock });
  return { nat, clock, engine, migrations, from, to };
}

export interface Filled {
  readonly ref: string;
  readonly addresses: readonly [string, string];
  readonly mapping: Mapping;
}

/** A gateway with two addresses, three SNAT rules and three DNAT rules, and a mapping that decides everything. */
export async function fill({ nat, from }: Scene): Promise<Filled> {
  const cloud = nat.cloud('old');
  const vpc = await theNetwork(nat, 'old');
  const gateway = await cloud.gateways.create({
    name: 'egress',
    network: vpc,
    size: { tier: 'medium' },
    tags: { team: 'shop' },
  });
  const handle = nat.gateway(gateway.ref);
  const [first, second] = from.freeAddresses();
  if (!first || !second) throw new Error('the in-memory cloud starts with free addresses');
  await handle.addresses.attach(first);
  await handle.addresses.attach(second);
  valuesOf(
    await handle.snat.addAll([
      { name: 'a', source: { cidr: '10.0.0.0/26' }, through: [first] },
      { name: 'b', source: { cidr: '10.0.0.64/26' }, through: [first, second] },
      { source: { hosts: ['10.0.0.200'] }, through: [second] },
    ]),
  );
  valuesOf(
    await handle.dnat.addAll([
      {
        protocol: 'tcp',
        public: { address: first, ports: 443 },
        private: { address: '10.0.0.7', ports: 8443 },
      },
      {
        protocol: 'udp',
        public: { address: first, ports: 443 },
        private: { address: '10.0.0.8', ports: 8443 },
      },
      {
        protocol: 'tcp',
        public: { address: second, ports: { from: 80, to: 82 } },
        private: { address: '10.0.0.9', ports: { from: 80, to: 82 } },
      },
    ]),
  );
  const mapping: Mapping = { network: await theNetwork(nat, 'new'), otherAddresses: 'allocate' };
  return { ref: `${gateway.ref}`, addresses: [first, second], mapping };
}

async function theNetwork(nat: Clouds, alias: string): Promise<{ vpc: string; subnet: string }> {
  const [network] = await nat.cloud(alias).networks.list().take(1);
  if (!network) throw new Error(`${alias} has no network`);
  const [subnet] = await nat.cloud(alias).networks.subnets(network.id).take(1);
  if (!subnet) throw new Error(`${alias} has no subnet`);
  return { vpc: network.id, subnet: subnet.id };
}
