import QcloudApi from 'qcloudapi-sdk';
import { bmeip } from 'tencentcloud-sdk-nodejs/tencentcloud/services/bmeip/index.js';
import { bmvpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/bmvpc/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Emulator, startEmulator } from '../../src/index.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

const envelope = z.looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() });
const task = z.object({ taskId: z.number() });

interface Style {
  readonly method: 'GET' | 'POST';
  readonly signatureMethod: 'sha1' | 'sha256';
}

/** npm qcloudapi-sdk 0.2.1 as it is, but for protocol and host. */
function clientOfV2(style: Style) {
  const { credentials, url } = emulator.connection();
  const options = { ...style, protocol: 'http', host: new URL(url).host } as const;
  const client = new QcloudApi({
    SecretId: credentials.tencentBm.secretId,
    SecretKey: credentials.tencentBm.secretKey,
    Region: 'gz',
  });
  const call = (Action: string, parameters: Readonly<Record<string, unknown>> = {}) =>
    new Promise<z.output<typeof envelope>>((resolve, reject) => {
      client.request({ Action, ...parameters }, options, (error, body) =>
        error === null ? resolve(envelope.parse(body)) : reject(error),
      );
    });
  const write = async (action: string, parameters: Readonly<Record<string, unknown>>) => {
    const { taskId } = task.parse((await call(action, parameters)).data);
    const { data } = await call('QueryBmNatGatewayProductionStatus', { taskId });
    return z.object({ status: z.number() }).parse(data).status;
  };
  return { call, write };
}

const styles: readonly Style[] = [
  { method: 'GET', signatureMethod: 'sha1' },
  { method: 'GET', signatureMethod: 'sha256' },
  { method: 'POST', signatureMethod: 'sha1' },
  { method: 'POST', signatureMethod: 'sha256' },
];

describe('the official client of version 2', () => {
  it.each(styles)(
    'takes a gateway through its whole life with $method and $signatureMethod',
    async (style) => {
      emulator.reset();
      const { vpcId, subnetId, eips } = emulator.connection().networks.tencentBm;
      const { call, write } = clientOfV2(style);
      const created = await write('CreateBmNatGateway', {
        natName: '店铺_1',
        unVpcId: vpcId,
        maxConcurrent: 1_000_000,
        forwardMode: 0,
        assignedEipSet: [eips[0]],
      });
      const listed = await call('DescribeBmNatGateway', { natName: '店铺', unVpcId: vpcId });
      const [gateway] = z.array(z.looseObject({ natId: z.string() })).parse(listed.data);
      const key = { natId: gateway?.natId, unVpcId: vpcId };
      const statuses = [
        await write('UpgradeBmNatGateway', { ...key, maxConcurrent: 3_000_000 }),
        await write('EipBindBmNatGateway', { ...key, assignedEipSet: [eips[1]], autoAllocEipNum: 1 }),
        await write('EipUnBindBmNatGateway', { ...key, assignedEipSet: [eips[0]] }),
        await write('SubnetBindBmNatGateway', { ...key, unSubnetIds: [subnetId] }),
        await write('SubnetUnBindBmNatGateway', { ...key, unSubnetIds: [subnetId] }),
        await write('BindIpsToBmNatGateway', {
          ...key,
          ips: [{ unSubnetId: subnetId, ipList: ['10.1.1.10'] }],
        }),
      ];
      const after = await call('DescribeBmNatGateway', { natId: gateway?.natId });
      const parts = await call('DescribeBmNatPartSubnetBindIps', { natId: gateway?.natId });
      const deleted = await write('DeleteBmNatGateway', key);
      const gone = await call('DescribeBmNatGateway', { natId: gateway?.natId });

      expect([created, ...statuses, deleted]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      expect(after.data).toMatchObject([{ natName: '店铺_1', ntype: 'middle', eipCount: 2 }]);
      expect(parts.data).toMatchObject([{ unSubnetId: subnetId, natIpList: ['10.1.1.10'] }]);
      expect(gone).toMatchObject({ code: 13014 });
    },
  );

  it('is refused with the code of the cloud when its key is wrong', async () => {
    const { url } = emulator.connection();
    const client = new QcloudApi({ SecretId: 'AKIDnobody', SecretKey: 'nothing', Region: 'gz' });
    const options = { protocol: 'http', host: new URL(url).host } as const;
    const body = await new Promise((resolve) => {
      client.request({ Action: 'DescribeBmNatGateway' }, options, (_, answer) => resolve(answer));
    });
    expect(body).toMatchObject({ code: 4104 });
  });
});

/** npm tencentcloud-sdk-nodejs as it is, but for protocol and endpoint. */
function clientsOfV3(signMethod: 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1', reqMethod: 'GET' | 'POST') {
  const { credentials, url } = emulator.connection();
  const httpProfile = { endpoint: new URL(url).host, protocol: 'http://', reqMethod } as const;
  const config = {
    credential: credentials.tencentBm,
    region: 'ap-guangzhou',
    profile: { signMethod, httpProfile },
  };
  return { nat: new bmvpc.v20180625.Client(config), eip: new bmeip.v20180625.Client(config) };
}

describe('the official client of version 3', () => {
  it.each([
    ['TC3-HMAC-SHA256', 'POST'],
    ['TC3-HMAC-SHA256', 'GET'],
    ['HmacSHA256', 'POST'],
    ['HmacSHA256', 'GET'],
    ['HmacSHA1', 'POST'],
    ['HmacSHA1', 'GET'],
  ] as const)('takes a gateway through its whole life with %s and %s', async (signMethod, reqMethod) => {
    emulator.reset();
    const { vpcId, subnetId, eips } = emulator.connection().networks.tencentBm;
    const { nat, eip } = clientsOfV3(signMethod, reqMethod);
    const done = async (work: Promise<{ TaskId?: number }>) =>
      (await nat.DescribeTaskStatus({ TaskId: (await work).TaskId ?? 0 })).Status;

    const order = await eip.CreateEip({ GoodsNum: 1, PayMode: 'flow', VpcId: vpcId });
    const ordered = await eip.DescribeEips({ EipIds: order.EipIds });
    const fresh = ordered.EipSet?.[0]?.Eip ?? '';
    const statuses = [
      await done(
        nat.CreateNatGateway({
          ForwardMode: '0',
          VpcId: vpcId,
          NatName: 'shop',
          MaxConcurrent: 1_000_000,
          AssignedEips: [eips[0] ?? ''],
        }),
      ),
    ];
    const listed = await nat.DescribeNatGateways({ VpcId: vpcId, SearchKey: 'shop' });
    const key = { NatId: listed.NatGatewayInfoSet?.[0]?.NatId ?? '', VpcId: vpcId };
    const ips = [{ SubnetId: subnetId, Ips: ['10.1.1.10'] }];
    for (const work of [
      () => nat.UpgradeNatGateway({ ...key, MaxConcurrent: 10_000_000 }),
      () => nat.BindEipsToNatGateway({ ...key, AssignedEips: [fresh] }),
      () => nat.UnbindEipsFromNatGateway({ ...key, AssignedEips: [eips[0] ?? ''] }),
      () => nat.BindSubnetsToNatGateway({ ...key, SubnetIds: [subnetId] }),
      () => nat.UnbindSubnetsFromNatGateway({ ...key, SubnetIds: [subnetId] }),
      () => nat.BindIpsToNatGateway({ ...key, IpInfoSet: ips }),
      () => nat.UnbindIpsFromNatGateway({ ...key, IpInfoSet: ips }),
    ]) {
      statuses.push(await done(work()));
    }
    const after = await nat.DescribeNatGateways({ NatId: key.NatId });
    const deleted = await done(nat.DeleteNatGateway(key));
    const released = await eip.DeleteEip({ EipIds: order.EipIds });

    expect(statuses).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(after.NatGatewayInfoSet).toMatchObject([{ Type: 'big', Eips: [fresh] }]);
    expect([deleted, (await eip.DescribeEipTask({ TaskId: released.TaskId })).Status]).toEqual([0, 0]);
  });

  it('raises the code of the cloud as its own exception', async () => {
    const { nat } = clientsOfV3('TC3-HMAC-SHA256', 'POST');
    await expect(nat.DescribeNatGateways({ NatId: 'nat-00000000' })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
  });
});
