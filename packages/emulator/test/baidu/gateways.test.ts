import { describe, expect, test } from 'vitest';
import { createTestCloud } from './client.ts';
import { createGateway, postpaid } from './error-scenarios.ts';

describe('a gateway from creation to release', () => {
  test('an enhanced gateway is built, bound, resized, protected and released', () => {
    const { send, vpcId, eips, finishWork, cloud } = createTestCloud(1);
    const order = { name: 'shop', vpcId, cuNum: '2', billing: postpaid, deleteProtect: true };

    const { natId } = send('POST', '/v1/nat?clientToken=one', order).json;
    const path = `/v1/nat/${String(natId)}`;
    const statusNow = () => send('GET', path).json.status;

    expect(natId).toMatch(/^nat-[a-z0-9]{12}$/);
    expect(statusNow()).toBe('building');
    finishWork();
    expect(statusNow()).toBe('unconfigured');
    expect(send('PUT', `${path}?bind`, { bindEips: eips.slice(0, 2) }).status).toBe(200);
    expect(send('GET', path).json).toMatchObject({ status: 'configuring', bindEips: [] });
    finishWork();
    expect(send('GET', path).json).toMatchObject({ status: 'active', bindEips: eips.slice(0, 2) });
    expect(send('PUT', `${path}?resize=%20`, { cuNum: 3 }).status).toBe(200);
    expect(send('GET', path).json).toMatchObject({ status: 'updating', cuNum: 2 });
    finishWork();
    expect(send('GET', path).json).toMatchObject({ status: 'active', cuNum: 3 });
    expect(send('DELETE', path)).toMatchObject({ status: 409, code: 'OperationDenied' });
    expect(send('PUT', `${path}/deleteProtect`, { deleteProtect: false }).reply.body).toBe('');
    expect(send('DELETE', path).status).toBe(200);
    expect(statusNow()).toBe('deleting');
    finishWork();
    expect(send('GET', path)).toMatchObject({ status: 404, code: 'NoSuchNat' });
    expect(cloud.networks().eips).toEqual(expect.arrayContaining(eips.slice(0, 2)));
    cloud.checkInvariants();
  });

  test('durations are divided by the speed', () => {
    let wall = Date.parse('2026-03-01T00:00:00Z');
    const { send, clock, vpcId } = createTestCloud(60, () => wall);
    const { natId } = send('POST', '/v1/nat', { name: 'n', vpcId, cuNum: 1, billing: postpaid }).json;
    const statusNow = () => send('GET', `/v1/nat/${String(natId)}`).json.status;

    wall += 499;
    expect(statusNow()).toBe('building');
    wall += 1;

    expect(statusNow()).toBe('unconfigured');
    expect(clock.speed).toBe(60);
  });

  test('a gateway shows every field of the documents', () => {
    const cloud = createTestCloud();
    const [ip = ''] = cloud.eips;
    const tags = [{ tagKey: '业务', tagValue: 'shop' }];
    const sessionConfig = { tcpTimeout: 900, udpTimeout: 60, icmpTimeout: 30 };
    const path = createGateway(cloud, {
      cuNum: 1,
      bindEips: [ip],
      tags,
      sessionConfig,
      resourceGroupId: 'rg-1',
    });

    expect(cloud.send('GET', path).json).toEqual({
      id: path.split('/').at(-1),
      name: 'gateway',
      natType: 'enhanced',
      vpcId: cloud.vpcId,
      cuNum: 1,
      eips: [],
      dnatEips: [],
      bindEips: [ip],
      status: 'active',
      paymentTiming: 'Postpaid',
      expiredTime: '',
      createTime: '2026-01-31 12:00:00',
      tags,
      deleteProtect: false,
      ipVersion: 'v4',
      sessionConfig,
      resourceGroupId: 'rg-1',
    });
  });

  test('a normal gateway keeps SNAT and DNAT addresses apart and takes several of one shared bandwidth', () => {
    const cloud = createTestCloud();
    const shared = cloud.sharedEips();
    const path = createGateway(cloud, {
      spec: 'medium',
      eips: shared.slice(0, 2),
      dnatEips: shared.slice(2, 3),
    });

    cloud.send('PUT', `${path}?bind`, { dnatEips: shared.slice(3, 5) });
    cloud.send('PUT', `${path}?unbind`, { eips: shared.slice(0, 1) });

    expect(cloud.send('GET', path).json).toMatchObject({
      natType: 'normal',
      spec: 'medium',
      eips: shared.slice(1, 2),
      dnatEips: shared.slice(2, 5),
      bindEips: shared.slice(1, 5),
    });
  });

  test('an address is binding, binded and unbinding while the gateway is configured', () => {
    const cloud = createTestCloud(1);
    const [ip = ''] = cloud.eips;
    const addressNow = () => cloud.send('GET', `/v1/eip?eip=${ip}`).json.eipList;
    const path = createGateway(cloud, { cuNum: 1 });
    cloud.finishWork();

    cloud.send('PUT', `${path}?bind`, { bindEips: [ip] });
    expect(addressNow()).toMatchObject([{ status: 'binding', instanceType: 'NAT' }]);
    cloud.finishWork();
    expect(addressNow()).toMatchObject([{ status: 'binded', instanceId: path.split('/').at(-1) }]);
    cloud.send('PUT', `${path}?unbind`, { bindEips: [ip] });
    expect(addressNow()).toMatchObject([{ status: 'unbinding' }]);
    cloud.finishWork();
    expect(addressNow()).toMatchObject([{ status: 'available', instanceType: '', instanceId: '' }]);
  });
});

describe('the list of gateways', () => {
  test('is paged by markers that survive the deletion of the gateway they name', () => {
    const cloud = createTestCloud();
    const paths = [1, 2, 3].map((number) => createGateway(cloud, { cuNum: 1, name: `n${number}` })).sort();
    const ids = paths.map((path) => path.split('/').at(-1));
    const first = cloud.send('GET', `/v1/nat?vpcId=${cloud.vpcId}&maxKeys=1`).json;
    cloud.send('DELETE', paths[1] ?? '');

    const second = cloud.send(
      'GET',
      `/v1/nat?vpcId=${cloud.vpcId}&maxKeys=1&marker=${String(first.nextMarker)}`,
    ).json;

    expect(first).toMatchObject({
      nats: [{ id: ids[0] }],
      isTruncated: true,
      nextMarker: ids[1],
      maxKeys: 1,
    });
    expect(second).toMatchObject({ nats: [{ id: ids[2] }], isTruncated: false });
    expect(second).not.toHaveProperty('nextMarker');
  });

  test('is filtered by id, exact name and address together', () => {
    const cloud = createTestCloud();
    const [ip = ''] = cloud.eips;
    createGateway(cloud, { cuNum: 1, name: 'one', bindEips: [ip] });
    createGateway(cloud, { cuNum: 1, name: 'two' });
    const found = (filter: string) => cloud.send('GET', `/v1/nat?vpcId=${cloud.vpcId}&${filter}`).json.nats;

    expect(found('name=one')).toHaveLength(1);
    expect(found('name=on')).toHaveLength(0);
    expect(found(`ip=${ip}&name=one`)).toHaveLength(1);
    expect(found(`ip=${ip}&name=two`)).toHaveLength(0);
  });

  test('of an empty VPC has no marker', () => {
    const { send, vpcId } = createTestCloud();

    expect(send('GET', `/v1/nat?vpcId=${vpcId}`).json).toEqual({
      nats: [],
      isTruncated: false,
      maxKeys: 1000,
    });
  });
});

describe('regions', () => {
  test('the host names the region; another host reaches every region by identifier and lists the default one', () => {
    const { send, vpcId } = createTestCloud();
    const vpcsAt = (host: string) => send('GET', '/v1/vpc', undefined, { host }).json.vpcs;
    const [guangzhou] = [vpcsAt('bcc.gz.baidubce.com')].flat();
    const { vpcId: otherId } = Object(guangzhou);
    const order = { name: 'far', vpcId: otherId, cuNum: 1, billing: postpaid };

    const { natId } = send('POST', '/v1/nat', order).json;
    const path = `/v1/nat/${String(natId)}`;

    expect(otherId).not.toBe(vpcId);
    expect(vpcsAt('127.0.0.1:4010')).toMatchObject([{ vpcId }]);
    expect(send('GET', path).status).toBe(200);
    expect(send('GET', path, undefined, { host: 'bcc.gz.baidubce.com' }).status).toBe(200);
    expect(send('GET', path, undefined, { host: 'bcc.bj.baidubce.com' })).toMatchObject({
      code: 'NoSuchNat',
    });
    expect(send('GET', '/v1/vpc', undefined, { host: 'bcc.mars.baidubce.com' }).code).toBe('NoSuchObject');
  });
});

describe('injected faults of the work', () => {
  test('stuck work never ends', () => {
    const cloud = createTestCloud(1);
    const path = createGateway(cloud, { cuNum: 1, bindEips: cloud.eips.slice(0, 1) });
    cloud.finishWork();
    cloud.send('PUT', `${path}?resize`, { cuNum: 2 }, { workFault: 'stuck' });

    cloud.clock.advance(365 * 86_400_000);

    expect(cloud.send('GET', path).json).toMatchObject({ status: 'updating', cuNum: 1 });
    cloud.cloud.checkInvariants();
  });

  test('failed work leaves an error and gives back what it had reserved', () => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1 });
    const [ip = ''] = cloud.eips;

    cloud.send('PUT', `${path}?bind`, { bindEips: [ip] }, { workFault: 'failed' });

    expect(cloud.send('GET', path).json).toMatchObject({ status: 'error', bindEips: [] });
    expect(cloud.send('GET', `/v1/eip?eip=${ip}`).json.eipList).toMatchObject([{ status: 'available' }]);
    expect(cloud.send('DELETE', path).status).toBe(200);
    expect(cloud.send('GET', path).code).toBe('NoSuchNat');
    cloud.cloud.checkInvariants();
  });

  test('a gateway that failed to be built can be released', () => {
    const cloud = createTestCloud();
    const body = {
      name: 'n',
      vpcId: cloud.vpcId,
      cuNum: 1,
      billing: postpaid,
      bindEips: cloud.eips.slice(0, 1),
    };

    const { natId } = cloud.send('POST', '/v1/nat', body, { workFault: 'failed' }).json;

    expect(cloud.send('GET', `/v1/nat/${String(natId)}`).json.status).toBe('error');
    expect(cloud.send('DELETE', `/v1/nat/${String(natId)}`).status).toBe(200);
    expect(cloud.cloud.networks().eips).toEqual(cloud.eips);
  });
});
