import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createAlibabaCloud } from '../../src/clouds/alibaba/index.ts';
import { createIdentity } from '../../src/identity.ts';
import { pageOf } from '../../src/world/alibaba/listing.ts';
import { Body, createBench, signedQuery } from './bench.ts';
import { createStage } from './stage.ts';

describe('a seed', () => {
  test('makes gateways with all they have, settled', () => {
    const { cloud, must } = createBench();
    cloud.seed({
      gateways: [
        {
          region: 'cn-hangzhou',
          name: 'shop',
          spec: 'Large',
          expires: '2021-03-01T16:00:00Z',
          deletionProtection: true,
          tags: { team: 'web' },
          addresses: 2,
          snat: [{ cidr: '10.4.0.0/16', name: 'all' }],
          forward: [{ address: 1, externalPort: '443', internalIp: '10.4.0.9', internalPort: '8443' }],
        },
      ],
    });

    const listed = must('DescribeNatGateways', { RegionId: 'cn-hangzhou' }).at('NatGateways.NatGateway.0');

    expect(listed).toMatchObject({
      Name: 'shop',
      Status: 'Available',
      Spec: 'Large',
      NatType: 'Enhanced',
      InstanceChargeType: 'PrePaid',
      ExpiredTime: '2021-03-01T16:00Z',
      DeletionProtection: true,
      Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] },
      IpLists: { IpList: [{ UsingStatus: 'UsedBySnatTable' }, { UsingStatus: 'UsedByForwardTable' }] },
    });
    cloud.checkInvariants();
  });

  test('is shown in the README as it works', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const [, example = '{}'] = /## Seeds[\s\S]*?```json\n([\s\S]*?)```/.exec(readme) ?? [];
    const { cloud, must } = createBench();

    cloud.seed(new Body(JSON.parse(example)).at('alibaba'));

    const count = (parameters: Record<string, string>) =>
      must('DescribeNatGateways', parameters).at('TotalCount');
    expect(count({ RegionId: 'cn-hangzhou', NetworkType: 'internet' })).toBe(1);
    expect(count({ RegionId: 'cn-hangzhou', NetworkType: 'intranet' })).toBe(1);
    expect(count({ RegionId: 'cn-shanghai' })).toBe(100);
    cloud.checkInvariants();
  });

  test.each([
    [{ gateways: [{ region: 'mars' }] }, /region/],
    [{ gateways: [{ region: 'cn-qingdao', spec: 'Tiny' }] }, /spec/],
    [{ vpcs: [{ region: 'cn-qingdao', cidr: '10.0.0.1/16' }] }, /cidr/],
    [{ routers: [] }, /routers/],
    [
      { gateways: [{ region: 'cn-qingdao', snat: [{ cidr: '10.1.0.0/24' }] }] },
      /gateways\[0\].*address-not-found/,
    ],
    [
      {
        gateways: [
          { region: 'cn-qingdao', natType: 'Normal' },
          { region: 'cn-qingdao', natType: 'Normal' },
        ],
      },
      /gateways\[1\].*default-route-exists/,
    ],
  ])('%j is refused by the name of its field', (seed, reason) => {
    const { cloud } = createBench();
    expect(() => cloud.seed(seed)).toThrow(reason);
  });
});

describe('the state as JSON', () => {
  test('is plain, the same for the same history, and holds no secret', () => {
    const [one, other] = [createStage(), createStage()].map(({ cloud }) => JSON.stringify(cloud.world()));
    const { cloud } = createBench();

    expect(one).toBe(other);
    expect(JSON.parse(one ?? '')).toMatchObject({ account: { arrears: false }, gateways: [{}, {}] });
    expect(one).not.toContain(cloud.credentials.accessKeySecret);
  });

  test('is back at the start after a reset', () => {
    const { cloud, must, network } = createBench();
    must('CreateNatGateway', { VpcId: network.vpcId, NatType: 'Normal' });
    cloud.reset();
    expect(cloud.world()).toMatchObject({ gateways: [], addresses: [] });
    cloud.checkInvariants();
  });
});

describe('pages', () => {
  test('cover every gateway once, in order of creation', () => {
    const { cloud, must } = createBench();
    cloud.seed({ fleets: [{ region: 'cn-hangzhou', gateways: 23 }] });
    const page = (PageNumber: number) =>
      must('DescribeNatGateways', { RegionId: 'cn-hangzhou', PageSize: 10, PageNumber });
    const names = Array.from({ length: 23 }, (_, index) =>
      page(Math.floor(index / 10) + 1).text(`NatGateways.NatGateway.${index % 10}.Name`),
    );

    expect(names).toEqual(Array.from({ length: 23 }, (_, index) => `fleet-${index}`));
    expect(page(4).at('NatGateways.NatGateway')).toEqual([]);
    expect(page(3).value).toMatchObject({ PageNumber: 3, PageSize: 10, TotalCount: 23 });
  });

  test.each([{ PageSize: 51 }, { PageSize: 0 }, { PageNumber: 0 }, { PageNumber: 'two' }])(
    '%j is refused',
    (paging) => {
      const { call } = createBench();
      expect(call('DescribeNatGateways', paging).status).toBe(400);
    },
  );

  test('look at nothing outside of themselves', () => {
    const read: string[] = [];
    const items = new Proxy(
      Array.from({ length: 10_000 }, (_, index) => index),
      {
        get(target, property) {
          if (typeof property === 'string' && /^\d+$/.test(property)) read.push(property);
          return Reflect.get(target, property);
        },
      },
    );

    const page = pageOf(items, { number: 400, size: 3 });

    expect(page).toEqual({ items: [1197, 1198, 1199], total: 10_000, number: 400, size: 3 });
    expect(read).toEqual(['1197', '1198', '1199']);
  });
});

test('with speed 0 everything is finished by the next call', () => {
  const start = Date.parse('2020-09-25T08:00:00Z');
  const clock = createClock({ speed: 0, wall: () => start });
  const cloud = createAlibabaCloud({ clock, identity: createIdentity(1) });
  const { vpcId, vSwitchId, regionId } = cloud.networks();
  const call = (nonce: string, parameters: Record<string, string>) => {
    const query = signedQuery(cloud.credentials, nonce, { RegionId: String(regionId), ...parameters });
    return cloud.handle({ method: 'GET', path: '/', query, headers: {}, body: '', clockSkew: 0 });
  };
  const order = { VpcId: String(vpcId), VSwitchId: String(vSwitchId), NatType: 'Enhanced' };
  call('one', { Action: 'CreateNatGateway', ...order });

  expect(call('two', { Action: 'DescribeNatGateways' }).body).toContain('"Status":"Available"');
});
