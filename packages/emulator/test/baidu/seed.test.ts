import { describe, expect, test } from 'vitest';
import { createTestCloud, DAY } from './client.ts';

const gateways = [
  {
    name: 'shop',
    cuNum: 2,
    bindEips: 3,
    snatRules: [{ sourceCIDR: '192.168.0.0/20', addresses: [0, 1] }],
    dnatRules: [
      { protocol: 'TCP', publicPort: 443, privatePort: 8443, privateIpAddress: '192.168.0.9', address: 2 },
    ],
  },
  { name: 'legacy', spec: 'small', snatEips: 2, dnatEips: 1, expiresInDays: 3, deleteProtect: true },
];

describe('a seed', () => {
  test('adds gateways with their addresses and rules, settled from the start', () => {
    const { cloud, send, vpcId } = createTestCloud(1);

    cloud.seed({ gateways });

    const { nats } = send('GET', `/v1/nat?vpcId=${vpcId}`).json;
    expect(nats).toHaveLength(2);
    expect(nats).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'shop', status: 'active', cuNum: 2, paymentTiming: 'Postpaid' }),
        expect.objectContaining({
          name: 'legacy',
          status: 'active',
          spec: 'small',
          paymentTiming: 'Prepaid',
          expiredTime: '2026-02-03T12:00:00Z',
          deleteProtect: true,
        }),
      ]),
    );
    const shop = [nats].flat().find((nat) => Object(nat).name === 'shop');
    const { id, bindEips } = Object(shop);
    expect(send('GET', `/v1/nat/${id}/snatRule`).json.rules).toMatchObject([
      { publicIpsAddress: bindEips.slice(0, 2), sourceCIDR: '192.168.0.0/20' },
    ]);
    expect(send('GET', `/v1/nat/${id}/dnatRule`).json.rules).toMatchObject([
      { publicIpAddress: bindEips[2], publicPort: 443, privatePort: 8443 },
    ]);
    cloud.checkInvariants();
  });

  test('adds networks, free addresses and keys', () => {
    const { cloud, send } = createTestCloud();
    const keys = { accessKeyId: 'second', secretAccessKey: 'second-secret' };

    cloud.seed({
      keys: [keys],
      eips: [{ region: 'gz', count: 5 }],
      vpcs: [
        {
          name: 'big',
          region: 'gz',
          cidr: '10.1.0.0/16',
          gatewayQuota: 5,
          subnets: [{ name: 's', cidr: '10.1.1.0/24' }],
        },
      ],
      gateways: [1, 2, 3, 4].map((number) => ({ name: `g${number}`, region: 'gz', vpc: 'big', cuNum: 1 })),
    });

    const host = 'bcc.gz.baidubce.com';
    const { vpcs } = send('GET', '/v1/vpc', undefined, { host, keys }).json;
    expect(vpcs).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'big', cidr: '10.1.0.0/16' })]),
    );
    expect(send('GET', '/v1/eip', undefined, { host }).json.eipList).toHaveLength(6 + 8 + 5);
    cloud.checkInvariants();
  });

  test('can hold a gateway that expired days ago', () => {
    const { cloud, send, clock, vpcId } = createTestCloud();

    cloud.seed({ gateways: [{ name: 'late', cuNum: 1, expiresInDays: -2 }] });

    expect(send('GET', `/v1/nat?vpcId=${vpcId}`).json.nats).toMatchObject([{ status: 'down' }]);
    clock.advance(5 * DAY);
    expect(send('GET', `/v1/nat?vpcId=${vpcId}`).json.nats).toEqual([]);
  });

  test.each([
    [{ gateways: [{ name: 'n' }] }, /gateways[\s\S]*give one of spec and cuNum/],
    [{ gateways: [{ name: 'n', cuNum: 1, vpc: 'none' }] }, /gateways\.0: vpc: there is no VPC named none/],
    [{ gateways: [{ name: 'n', cuNum: 1, bindEips: 6 }] }, /gateways\.0: .* takes 5 addresses/],
    [{ gateways: [{ name: 'n', cuNum: 1, snatRules: [{ sourceCIDR: 'x' }] }] }, /sourceCIDR/],
    [{ gateway: [] }, /gateway/],
    [{ vpcs: [{ name: 'v', cidr: '10.0.0.1/8' }] }, /cidr/],
  ])('that is wrong names the field: %j', (section, message) => {
    const { cloud } = createTestCloud();

    expect(() => cloud.seed(section)).toThrow(message);
  });
});

describe('the world', () => {
  test('is plain JSON in a stable order without secrets', () => {
    const { cloud } = createTestCloud();
    cloud.seed({ gateways, keys: [{ accessKeyId: 'a', secretAccessKey: 'very-secret' }] });

    const world = cloud.world();

    expect(JSON.parse(JSON.stringify(world))).toEqual(JSON.parse(JSON.stringify(cloud.world())));
    expect(JSON.stringify(world)).not.toContain('very-secret');
    expect(JSON.stringify(world)).not.toContain(cloud.credentials.secretAccessKey);
    expect(world).toMatchObject({ regions: { bj: { vpcs: [{ gateways: [{}, {}] }] } } });
  });

  test('comes back after a reset with the same ready network and no gateways', () => {
    const { cloud, send, vpcId } = createTestCloud();
    const before = cloud.networks();
    cloud.seed({ gateways });

    cloud.reset();

    expect(cloud.networks()).toEqual(before);
    expect(send('GET', `/v1/nat?vpcId=${vpcId}`).json.nats).toEqual([]);
  });
});
