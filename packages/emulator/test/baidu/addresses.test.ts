import { describe, expect, test } from 'vitest';
import { createTestCloud } from './client.ts';
import { createGateway, postpaid, prepaid } from './error-scenarios.ts';

const order = { name: 'front', bandwidthInMbps: 10, billing: { ...postpaid, billingMethod: 'ByTraffic' } };

describe('public addresses', () => {
  test('are created, resized and released', () => {
    const { send, finishWork } = createTestCloud(1);
    const { eip } = send('POST', '/v1/eip?clientToken=e', order).json;
    const lookup = () => send('GET', `/v1/eip?eip=${String(eip)}`).json.eipList;

    expect(lookup()).toMatchObject([{ status: 'creating' }]);
    finishWork();
    expect(send('PUT', `/v1/eip/${String(eip)}?resize`, { newBandwidthInMbps: 20 }).status).toBe(200);
    expect(lookup()).toMatchObject([{ status: 'updating', bandwidthInMbps: 20 }]);
    finishWork();
    expect(lookup()).toEqual([
      {
        name: 'front',
        eip,
        eipId: expect.stringMatching(/^ip-[a-z0-9]{8}$/),
        status: 'available',
        eipInstanceType: 'normal',
        instanceType: '',
        instanceId: '',
        shareGroupId: '',
        bandwidthInMbps: 20,
        paymentTiming: 'Postpaid',
        billingMethod: 'ByTraffic',
        createTime: '2026-01-31T12:00:00Z',
        expireTime: '',
        region: 'bj',
        tags: [],
      },
    ]);
    expect(send('DELETE', `/v1/eip/${String(eip)}`).status).toBe(200);
    expect(lookup()).toEqual([]);
  });

  test('come in batches', () => {
    const { send } = createTestCloud();

    expect(send('POST', '/v1/eip?action=batch', { ...order, count: 3 }).json.eips).toHaveLength(3);
  });

  test('are found by the gateway they are bound to and by status', () => {
    const cloud = createTestCloud();
    const [ip = ''] = cloud.eips;
    const path = createGateway(cloud, { cuNum: 1, bindEips: [ip] });
    const found = (filter: string) => cloud.send('GET', `/v1/eip?${filter}`).json.eipList;

    expect(found(`instanceType=NAT&instanceId=${path.split('/').at(-1)}`)).toMatchObject([{ eip: ip }]);
    expect(found('status=binded')).toMatchObject([{ eip: ip }]);
    expect(found('instanceType=BCC')).toEqual([]);
  });

  test('that are prepaid are not released before their expiry', () => {
    const { send } = createTestCloud();
    const { eip } = send('POST', '/v1/eip', { ...order, billing: prepaid(1) }).json;

    expect(send('DELETE', `/v1/eip/${String(eip)}`).code).toBe('OperationDenied');
  });

  test('stay bound when they are resized, and become free with their gateway meanwhile', () => {
    const cloud = createTestCloud(1);
    const [ip = ''] = cloud.eips;
    const path = createGateway(cloud, { cuNum: 1, bindEips: [ip] });
    cloud.finishWork();

    cloud.send('DELETE', path);
    cloud.clock.advance(14_000);
    cloud.send('PUT', `/v1/eip/${ip}?resize`, { newBandwidthInMbps: 20 });
    cloud.clock.advance(1000);
    expect(cloud.send('GET', `/v1/eip?eip=${ip}`).json.eipList).toMatchObject([
      { status: 'updating', instanceId: '' },
    ]);
    cloud.finishWork();

    expect(cloud.send('GET', `/v1/eip?eip=${ip}`).json.eipList).toMatchObject([{ status: 'available' }]);
    cloud.cloud.checkInvariants();
  });

  test('of a shared bandwidth are listed with it', () => {
    const { send } = createTestCloud();
    const { id } = send('POST', '/v1/eipgroup', { ...order, eipCount: 2 }).json;

    const group = send('GET', `/v1/eipgroup/${String(id)}`).json;

    expect(group).toMatchObject({ id, name: 'front', bandwidthInMbps: 10 });
    expect(group.eips).toMatchObject([
      { eipInstanceType: 'shared', shareGroupId: id, name: 'front-1' },
      { eipInstanceType: 'shared', shareGroupId: id, name: 'front-2' },
    ]);
    expect(send('GET', `/v1/eipgroup?id=${String(id)}`).json.eipgroups).toHaveLength(1);
  });
});

describe('networks', () => {
  test('are listed and shown with their subnets', () => {
    const { send, vpcId } = createTestCloud();

    const { vpc } = send('GET', `/v1/vpc/${vpcId}`).json;
    const { subnets } = send('GET', `/v1/subnet?vpcId=${vpcId}&zoneName=cn-bj-a`).json;
    const [subnet] = [subnets].flat();

    expect(vpc).toMatchObject({
      vpcId,
      cidr: '192.168.0.0/16',
      isDefault: false,
      secondaryCidr: ['10.1.0.0/16'],
    });
    expect(Object(vpc).subnets).toHaveLength(2);
    expect(subnet).toMatchObject({ vpcId, cidr: '192.168.0.0/20', subnetType: 'BCC', availableIp: 4093 });
    expect(send('GET', `/v1/subnet/${Object(subnet).subnetId}`).json.subnet).toEqual(subnet);
  });
});
