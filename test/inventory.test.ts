import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clouds, createNat, type Driver, type PublicAddress } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { takeInventory } from '@polynat/fleet';
import { leanSender } from '@polynat/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleetSeed } from './bench/fleet-seed.ts';
import { emulatedClouds } from './emulated-clouds.ts';
import { fleetClouds } from './inventory/fleet-clouds.ts';

/** On each cloud one gateway with a rule of each kind, and one that has public IPs but no rules. */
const seed = {
  alibaba: {
    vpcs: [
      {
        ...{ id: 'vpc-shop', region: 'cn-qingdao', cidr: '10.20.0.0/16' },
        vSwitches: [{ id: 'vsw-web', zone: 'cn-qingdao-b', cidr: '10.20.1.0/24' }],
      },
    ],
    gateways: [
      {
        ...{ region: 'cn-qingdao', vpc: 'vpc-shop', name: 'full', spec: 'Small', addresses: 2 },
        snat: [{ addresses: [0], vSwitch: 'vsw-web' }],
        forward: [{ address: 1, externalPort: '443', internalIp: '10.20.1.9', internalPort: '8443' }],
      },
      { region: 'cn-qingdao', vpc: 'vpc-shop', name: 'idle', spec: 'Small', addresses: 1 },
    ],
  },
  baidu: {
    gateways: [
      {
        ...{ name: 'full', cuNum: 1, bindEips: 2 },
        snatRules: [{ sourceCIDR: '10.0.1.0/24' }],
        dnatRules: [
          {
            ...{ ruleName: 'in', address: 1, privateIpAddress: '10.0.0.9', protocol: 'TCP' },
            ...{ publicPort: '443', privatePort: '8443' },
          },
        ],
      },
      { name: 'idle', cuNum: 1, bindEips: 1 },
    ],
  },
  tencentBm: {
    vpcs: [
      {
        ...{ region: 'ap-guangzhou', vpcId: 'vpc-0a1b2c3d', cidr: '10.20.0.0/16' },
        subnets: [{ name: 'web', cidr: '10.20.1.0/24', servers: [{ ip: '10.20.1.10' }] }],
        eips: [{ ip: '198.19.0.1' }, { ip: '198.19.0.2' }],
        gateways: [
          { name: 'full', eips: ['198.19.0.1'], subnets: ['web'] },
          { name: 'idle', eips: ['198.19.0.2'] },
        ],
      },
    ],
  },
  tencentVpc: {
    eips: [
      { region: 'ap-guangzhou', ip: '198.19.1.1' },
      { region: 'ap-guangzhou', ip: '198.19.1.2' },
    ],
    vpcs: [
      {
        ...{ region: 'ap-guangzhou', vpcId: 'vpc-1a1b2c3d', cidr: '10.20.0.0/16' },
        subnets: [{ name: 'web', cidr: '10.20.1.0/24', servers: [{ ip: '10.20.1.10' }] }],
        gateways: [
          {
            ...{ name: 'full', eips: ['198.19.1.1'], snat: [{ resource: 'web' }] },
            dnat: [{ publicPort: 443, privateIp: '10.20.1.10', privatePort: 8443 }],
          },
          { name: 'idle', eips: ['198.19.1.2'] },
        ],
      },
    ],
  },
};

let emulator: Emulator;
const sender = leanSender();
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0, seed });
});
afterAll(async () => {
  await sender.close();
  await emulator.close();
});

const byIp = (addresses: readonly PublicAddress[]) =>
  addresses.map(({ use: _, ...address }) => address).sort((left, right) => (left.ip < right.ip ? -1 : 1));

/** A cloud may tell more of its own beside a rule when it is asked for it alone. */
const portable = <Rule extends { readonly native: unknown }>({ native: _, ...rule }: Rule) => rule;

describe.each(emulatedClouds)('$name', ({ kind, driver }) => {
  const open = (): Clouds => {
    const drivers: Readonly<Record<string, Driver>> = { [kind]: driver(emulator.connection(), { sender }) };
    return createNat(drivers);
  };

  it('tells the same in its inventory as gateway by gateway', async () => {
    const cloud = open().cloud(kind);
    const told = await cloud.inventory.gateways().toArray();
    expect(told.map(({ gateway }) => gateway)).toEqual(await cloud.gateways.list().toArray());
    expect(told.length).toBeGreaterThanOrEqual(2);
    for (const { gateway, rules } of told) {
      const handle = cloud.gateway(gateway.ref);
      const snat = rules.snat ?? (await cloud.inventory.snat(gateway).toArray());
      expect(snat.map(portable)).toEqual((await handle.snat.list().toArray()).map(portable));
      expect(snat).toHaveLength(gateway.name === 'full' ? 1 : 0);
      if (!cloud.can('dnat.rules')) expect(rules.dnat).toEqual([]);
      else {
        const dnat = rules.dnat ?? (await cloud.inventory.dnat(gateway).toArray());
        expect(dnat.map(portable)).toEqual((await handle.dnat.list().toArray()).map(portable));
        expect(dnat).toHaveLength(gateway.name === 'full' ? 1 : 0);
      }
    }
  });

  it('tells public IPs as the account does, without asking each gateway what they are used for', async () => {
    const cloud = open().cloud(kind);
    const held = (await cloud.addresses.list().toArray()).filter(({ gateway }) => gateway !== undefined);
    emulator.clearRequests();
    expect(byIp(await cloud.inventory.addresses().toArray())).toEqual(byIp(held));
    expect(emulator.requests()).toHaveLength(1);
  });
});

/** Lists by the page, and what has no list over gateways once for each: this is as few as the documents allow. */
const fewest: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  alibaba: {
    ...{ DescribeNatGateways: 2, DescribeEipAddresses: 2, GetCallerIdentity: 1 },
    ...{ DescribeSnatTableEntries: 60, DescribeForwardTableEntries: 60 },
  },
  /** Gateways are listed by VPC: the ready one, and one of the fleet. */
  baidu: { ListVpc: 1, ListNat: 2, ListEip: 1, ListSnatRule: 60, ListDnatRule: 60 },
  'tencent-bm': {
    ...{ DescribeBmNatGateway: 2, DescribeEipBm: 1, GetCallerIdentity: 1 },
    DescribeBmNatBindSubnets: 60,
  },
};

describe('an inventory', () => {
  const size = { accounts: 1, gateways: 60 };
  let folder: string;
  let fleet: Emulator;
  let clouds: Clouds;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'polynat-inventory-'));
    fleet = await startEmulator({ speed: 0, seed: fleetSeed(size) });
    clouds = fleetClouds(fleet.connection(), size, { sender });
  });
  afterAll(async () => {
    await fleet.close();
    rmSync(folder, { recursive: true });
  });

  it('sends the fewest requests that each cloud allows', async () => {
    const { header, failures } = await takeInventory(clouds, { file: join(folder, 'one') });
    expect(failures).toEqual([]);
    expect(header.gateways).toBe(180);
    const sent: Record<string, Record<string, number>> = {};
    for (const { cloud, operation } of fleet.requests()) {
      const kind = cloud === 'tencentBm' ? 'tencent-bm' : cloud;
      sent[kind] ??= {};
      sent[kind][operation] = (sent[kind][operation] ?? 0) + 1;
    }
    expect(sent).toEqual(fewest);
  });
});
