import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Emulator, startEmulator } from '../../src/index.ts';
import { Vpc } from './client.ts';

const region = 'ap-guangzhou';

describe('a seed of Tencent VPC', () => {
  it('is described in the README as it is taken', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const [, example = '{}'] = /## Seeds[\s\S]*?```json\n([\s\S]*?)```/.exec(readme) ?? [];
    const emulator = await startEmulator({ seed: JSON.parse(example) });
    const world = z.object({
      tencentVpc: z.object({ gateways: z.array(z.looseObject({ name: z.string() })) }),
    });
    const { gateways } = world.parse(emulator.world()).tencentVpc;
    emulator.checkInvariants();
    await emulator.close();
    expect(gateways.map(({ name }) => name)).toEqual([
      'shop',
      ...Array.from({ length: 100 }, (_, place) => `fleet-${place}`),
    ]);
    expect(gateways[0]).toMatchObject({
      state: 'AVAILABLE',
      bandwidth: 200,
      maxConcurrent: 3_000_000,
      snat: [{ source: '10.20.1.0/24', publicIps: ['198.19.0.1'] }],
      dnat: [{ publicPort: 443, privateIp: '10.20.1.10' }],
    });
    expect(gateways[1]).toMatchObject({ eips: [{}, {}], snat: Array(5).fill({}), dnat: Array(5).fill({}) });
  });

  it.each<[string, object, RegExp]>([
    [
      'an unknown region',
      { eips: [{ region: 'cn-north-1' }] },
      /one of ap-guangzhou[\s\S]*eips\[0\]\.region/,
    ],
    ['a field that does not exist', { vpcs: [{ region, cidr: '10.0.0.0/8', nats: [] }] }, /nats/],
    ['a new VPC without a range', { vpcs: [{ region }] }, /vpcs\[0\]: cidr: a new VPC needs one/],
    [
      'a subnet outside its VPC',
      { vpcs: [{ region, cidr: '10.0.0.0/16', subnets: [{ cidr: '10.1.0.0/24' }] }] },
      /vpcs\[0\]\.subnets\[0\]: 10\.1\.0\.0\/24 is not inside/,
    ],
    [
      'a server outside its subnet',
      {
        vpcs: [
          { region, cidr: '10.0.0.0/16', subnets: [{ cidr: '10.0.1.0/24', servers: [{ ip: '10.0.2.1' }] }] },
        ],
      },
      /vpcs\[0\]\.subnets\[0\]\.servers\[0\]: 10\.0\.2\.1/,
    ],
    [
      'an EIP that is not free',
      { vpcs: [{ region, cidr: '10.0.0.0/16', gateways: [{ name: 'a', eips: ['198.19.9.9'] }] }] },
      /vpcs\[0\]\.gateways\[0\]: eips: 198\.19\.9\.9 is no free EIP/,
    ],
    [
      'a route to nowhere',
      { vpcs: [{ region, cidr: '10.0.0.0/16', routeTables: [{ main: true, routes: [{ gateway: 'x' }] }] }] },
      /vpcs\[0\]\.routeTables\[0\]: routes: x is no NAT gateway/,
    ],
    [
      'one id for several EIPs',
      { eips: [{ region, eipId: 'eip-1', count: 2 }] },
      /eips\[0\]: an id or IP is for one/,
    ],
    [
      'an EIP that exists',
      {
        eips: [
          { region, ip: '198.19.9.9' },
          { region, ip: '198.19.9.9' },
        ],
      },
      /eips\[1\]: 198/,
    ],
    ['an unknown package', { eips: [{ region, package: 'bwp-x' }] }, /eips\[0\]: package: there is no bwp-x/],
    ['an unknown setting', { settings: { gatewaysPerVPC: 3 } }, /gatewaysPerVPC/],
  ])('says what is wrong: %s', (_, section, message) => {
    const { cloud } = new Vpc();
    const seed = () => {
      try {
        cloud.seed(section);
      } catch (error) {
        throw error instanceof z.ZodError ? new Error(z.prettifyError(error)) : error;
      }
    };
    expect(seed).toThrow(message);
  });

  it('lays route tables that subnets use and others that they do not', () => {
    const vpc = new Vpc();
    vpc.cloud.seed({
      vpcs: [
        {
          region,
          vpcId: 'vpc-routed',
          cidr: '10.0.0.0/16',
          subnets: [
            { name: 'web', subnetId: 'subnet-web', cidr: '10.0.1.0/24', routeTable: 'out' },
            { name: 'db', cidr: '10.0.2.0/24', zone: 'ap-guangzhou-3' },
          ],
          gateways: [{ name: 'shop', natId: 'nat-shop' }],
          routeTables: [
            { name: 'out', routes: [{ gateway: 'nat-shop', enabled: false, description: 'soon' }] },
            {
              name: 'vpn',
              routes: [{ destination: '172.16.0.0/12', gatewayType: 'VPN', gateway: 'vpngw-1' }],
            },
          ],
        },
      ],
    });
    const { RouteTableSet } = vpc.call('DescribeRouteTables', {
      Filters: [{ Name: 'vpc-id', Values: ['vpc-routed'] }],
    });
    expect(RouteTableSet).toMatchObject([
      { Main: true, RouteTableName: 'default', RouteSet: [], AssociationSet: [{}] },
      {
        Main: false,
        RouteTableName: 'out',
        AssociationSet: [{ SubnetId: 'subnet-web' }],
        RouteSet: [{ GatewayType: 'NAT', GatewayId: 'nat-shop', Enabled: false, RouteDescription: 'soon' }],
      },
      { RouteSet: [{ GatewayType: 'VPN', GatewayId: 'vpngw-1', DestinationCidrBlock: '172.16.0.0/12' }] },
    ]);
    expect(
      vpc.call('DescribeSubnets', { Filters: [{ Name: 'zone', Values: ['ap-guangzhou-3'] }] }),
    ).toMatchObject({
      TotalCount: 1,
    });
    vpc.cloud.checkInvariants();
  });
});

describe('a running emulator of Tencent VPC', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator({ seed: { tencentVpc: { eips: [{ region, ip: '198.19.9.9' }] } } });
  });
  afterEach(() => emulator.close());

  it('keeps its ready network and its seed through a reset', () => {
    const before = emulator.connection();
    emulator.seed({ tencentVpc: { eips: [{ region, ip: '198.19.9.10' }] } });
    emulator.reset();
    const world = z.object({ tencentVpc: z.object({ eips: z.array(z.looseObject({ ip: z.string() })) }) });
    expect(emulator.connection()).toEqual(before);
    expect(world.parse(emulator.world()).tencentVpc.eips.map(({ ip }) => ip)).toEqual(['198.19.9.9']);
  });

  it('says which cloud and field of a seed are wrong', () => {
    expect(() => emulator.seed({ tencentVpc: { vpcs: [{ region }] } })).toThrow(/seed\.tencentVpc: .*cidr/);
  });
});
