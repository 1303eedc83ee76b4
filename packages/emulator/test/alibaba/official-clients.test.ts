import { createRequire } from 'node:module';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import RPCClient from '@alicloud/pop-core';
import * as requests from '@alicloud/vpc20160428';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator.ts';
import { Body } from './bench.ts';

/** What `require` gives: loaders disagree about the default export of this CommonJS module. */
type VpcModule = Pick<typeof import('@alicloud/vpc20160428'), 'default'>;
const { default: VpcClient }: VpcModule = createRequire(import.meta.url)('@alicloud/vpc20160428');

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});

afterAll(() => emulator.close());

type Parameters = Readonly<Record<string, string | number | boolean>>;
type Call = (action: string, parameters?: Parameters) => Promise<Body>;

/** The client of signature 1.0, by GET with everything in the query or by POST with everything in the body. */
function popCore(method: 'GET' | 'POST'): Call {
  const key = emulator.connection().credentials.alibaba;
  const client = new RPCClient({ ...key, endpoint: emulator.url, apiVersion: '2016-04-28' });
  const { regionId } = emulator.connection().networks.alibaba;
  return async (action, parameters = {}) =>
    new Body(await client.request<unknown>(action, { RegionId: regionId, ...parameters }, { method }));
}

function vpcClient(signatureAlgorithm?: string) {
  const key = emulator.connection().credentials.alibaba;
  const endpoint = new URL(emulator.url).host;
  const scheme = signatureAlgorithm === undefined ? {} : { signatureAlgorithm };
  return new VpcClient(new $OpenApiUtil.Config({ ...key, endpoint, protocol: 'HTTP', ...scheme }));
}

describe.each(['GET', 'POST'] as const)('pop-core by %s', (method) => {
  test('leads a Normal gateway from creation over conversion to deletion', async () => {
    const call = popCore(method);
    const { vpcId, vSwitchId } = emulator.connection().networks.alibaba;

    const created = await call('CreateNatGateway', {
      VpcId: vpcId,
      NatType: 'Normal',
      Name: '出口_网关-1',
      Description: "a*b~c+d e/f:g,h'i(j)k!",
    });
    const NatGatewayId = created.text('NatGatewayId');
    const SnatTableId = created.text('SnatTableIds.SnatTableId.0');
    const ForwardTableId = created.text('ForwardTableIds.ForwardTableId.0');
    const one = await call('AllocateEipAddress', { Bandwidth: 10 });
    const two = await call('AllocateEipAddress');
    for (const address of [one, two]) {
      const AllocationId = address.text('AllocationId');
      await call('AssociateEipAddress', { AllocationId, InstanceId: NatGatewayId, InstanceType: 'Nat' });
    }
    await call('CreateSnatEntry', {
      SnatTableId,
      SnatIp: one.text('EipAddress'),
      SourceVSwitchId: vSwitchId,
    });
    await call('CreateForwardEntry', {
      ForwardTableId,
      ExternalIp: two.text('EipAddress'),
      ExternalPort: 80,
      InternalIp: '10.1.0.8',
      InternalPort: 8080,
      IpProtocol: 'TCP',
    });
    await call('ModifyNatGatewaySpec', { NatGatewayId, Spec: 'Middle' });
    await call('UpdateNatGatewayNatType', { NatGatewayId, NatType: 'Enhanced', VSwitchId: vSwitchId });
    const steps = await call('GetNatGatewayConvertStatus', { NatGatewayId });
    const listed = await call('DescribeNatGateways', { NatGatewayId });
    await call('DeleteNatGateway', { NatGatewayId, Force: true });
    const left = await call('DescribeNatGateways', { NatGatewayId });

    expect(steps.at('ConvertSteps.5')).toMatchObject({ StepName: 'end_success', StepStatus: 'successful' });
    expect(listed.at('NatGateways.NatGateway.0')).toMatchObject({
      Name: '出口_网关-1',
      Description: "a*b~c+d e/f:g,h'i(j)k!",
      NatType: 'Enhanced',
      Spec: 'Middle',
      Status: 'Available',
      IpLists: {
        IpList: [{ UsingStatus: 'UsedBySnatTable' }, { UsingStatus: 'UsedByForwardTable' }],
      },
    });
    expect(left.at('TotalCount')).toBe(0);
    emulator.checkInvariants();
  });

  test('reports a refusal with the code of the cloud', async () => {
    const call = popCore(method);

    const refused = call('DeleteNatGateway', { NatGatewayId: 'ngw-none' });

    await expect(refused).rejects.toMatchObject({ code: 'InvalidNatGatewayId.NotFound' });
  });
});

describe.each([
  ['ACS3-HMAC-SHA256', undefined],
  ['signature 1.0', 'v2'],
])('the current client with %s', (_, algorithm) => {
  test('leads an Enhanced gateway from creation to deletion', async () => {
    const client = vpcClient(algorithm);
    const { regionId, vpcId, vSwitchId } = emulator.connection().networks.alibaba;

    const { body: created } = await client.createNatGateway(
      new requests.CreateNatGatewayRequest({
        regionId,
        vpcId,
        vSwitchId,
        natType: 'Enhanced',
        name: 'shop',
        description: "it's (new)!*",
        clientToken: `create-${algorithm}`,
        tag: [{ key: 'team', value: 'web & shop' }],
      }),
    );
    const natGatewayId = created?.natGatewayId ?? '';
    const snatTableId = created?.snatTableIds?.snatTableId?.[0] ?? '';
    const forwardTableId = created?.forwardTableIds?.forwardTableId?.[0] ?? '';
    const [one, two] = await Promise.all(
      ['out', 'in'].map(async (name) => {
        const { body } = await client.allocateEipAddress(
          new requests.AllocateEipAddressRequest({ regionId, name, bandwidth: '20' }),
        );
        const allocationId = body?.allocationId ?? '';
        await client.associateEipAddress(
          new requests.AssociateEipAddressRequest({
            regionId,
            allocationId,
            instanceId: natGatewayId,
            instanceType: 'Nat',
          }),
        );
        return body?.eipAddress ?? '';
      }),
    );
    const { body: snat } = await client.createSnatEntry(
      new requests.CreateSnatEntryRequest({
        regionId,
        snatTableId,
        snatIp: one ?? '',
        sourceVSwitchId: vSwitchId,
      }),
    );
    const { body: forward } = await client.createForwardEntry(
      new requests.CreateForwardEntryRequest({
        regionId,
        forwardTableId,
        externalIp: two ?? '',
        externalPort: '443',
        internalIp: '10.1.0.9',
        internalPort: '8443',
        ipProtocol: 'TCP',
      }),
    );
    await client.modifyNatGatewaySpec(
      new requests.ModifyNatGatewaySpecRequest({ regionId, natGatewayId, spec: 'Large' }),
    );
    const { body: listed } = await client.describeNatGateways(
      new requests.DescribeNatGatewaysRequest({ regionId, tag: [{ key: 'team', value: 'web & shop' }] }),
    );
    const { body: snatEntries } = await client.describeSnatTableEntries(
      new requests.DescribeSnatTableEntriesRequest({ regionId, snatTableId }),
    );
    await client.deleteForwardEntry(
      new requests.DeleteForwardEntryRequest({
        regionId,
        forwardTableId,
        forwardEntryId: forward?.forwardEntryId ?? '',
      }),
    );
    await client.deleteNatGateway(
      new requests.DeleteNatGatewayRequest({ regionId, natGatewayId, force: true }),
    );
    const { body: left } = await client.describeNatGateways(
      new requests.DescribeNatGatewaysRequest({ regionId, natGatewayId }),
    );

    expect(listed?.natGateways?.natGateway).toMatchObject([
      { natGatewayId, spec: 'Large', status: 'Available', description: "it's (new)!*" },
    ]);
    expect(snatEntries?.snatTableEntries?.snatTableEntry).toMatchObject([
      { snatEntryId: snat?.snatEntryId, snatIp: one, status: 'Available', sourceVSwitchId: vSwitchId },
    ]);
    expect(left?.totalCount).toBe(0);
    emulator.checkInvariants();
  });

  test('shares the bandwidth of a package between EIPs, which then serve one SNAT rule', async () => {
    const client = vpcClient(algorithm);
    const { regionId } = emulator.connection().networks.alibaba;
    const { body: made } = await client.createCommonBandwidthPackage(
      new requests.CreateCommonBandwidthPackageRequest({ regionId, bandwidth: 20, name: 'shared' }),
    );
    const bandwidthPackageId = made?.bandwidthPackageId ?? '';
    const ipInstanceIds = await Promise.all(
      [1, 2].map(async () => {
        const request = new requests.AllocateEipAddressRequest({ regionId, bandwidth: '5' });
        return (await client.allocateEipAddress(request)).body?.allocationId ?? '';
      }),
    );
    await client.addCommonBandwidthPackageIps(
      new requests.AddCommonBandwidthPackageIpsRequest({ regionId, bandwidthPackageId, ipInstanceIds }),
    );
    const read = async () => {
      const request = new requests.DescribeCommonBandwidthPackagesRequest({ regionId, bandwidthPackageId });
      return (await client.describeCommonBandwidthPackages(request)).body?.commonBandwidthPackages
        ?.commonBandwidthPackage?.[0];
    };
    await client.modifyCommonBandwidthPackageSpec(
      new requests.ModifyCommonBandwidthPackageSpecRequest({ regionId, bandwidthPackageId, bandwidth: '50' }),
    );
    await client.modifyCommonBandwidthPackageAttribute(
      new requests.ModifyCommonBandwidthPackageAttributeRequest({
        ...{ regionId, bandwidthPackageId, name: 'renamed', description: 'for the shop' },
      }),
    );
    const full = await read();
    for (const ipInstanceId of ipInstanceIds)
      await client.removeCommonBandwidthPackageIp(
        new requests.RemoveCommonBandwidthPackageIpRequest({ regionId, bandwidthPackageId, ipInstanceId }),
      );
    await client.deleteCommonBandwidthPackage(
      new requests.DeleteCommonBandwidthPackageRequest({ regionId, bandwidthPackageId }),
    );

    expect(full).toMatchObject({ name: 'renamed', description: 'for the shop', bandwidth: '50' });
    expect(full?.publicIpAddresses?.publicIpAddresse?.map((member) => member.allocationId).sort()).toEqual(
      [...ipInstanceIds].sort(),
    );
    expect(await read()).toBeUndefined();
    emulator.checkInvariants();
  });

  test('lists the zones of Enhanced gateways under the name it knows', async () => {
    const client = vpcClient(algorithm);
    const { regionId } = emulator.connection().networks.alibaba;

    const { body } = await client.listEnhanhcedNatGatewayAvailableZones(
      new requests.ListEnhanhcedNatGatewayAvailableZonesRequest({ regionId }),
    );

    expect(body?.zones).toMatchObject([{ zoneId: 'cn-qingdao-a' }, { zoneId: 'cn-qingdao-b' }]);
  });

  test('leads an intranet gateway with its NAT addresses from creation to deletion', async () => {
    const client = vpcClient(algorithm);
    const { regionId, vpcId, vSwitchId } = emulator.connection().networks.alibaba;
    const { body: created } = await client.createNatGateway(
      new requests.CreateNatGatewayRequest({
        ...{ regionId, vpcId, vSwitchId },
        natType: 'Enhanced',
        networkType: 'intranet',
      }),
    );
    const natGatewayId = created?.natGatewayId ?? '';
    const snatTableId = created?.snatTableIds?.snatTableId?.[0] ?? '';
    const of = { regionId, natGatewayId };
    const natIpCidr = '192.168.0.0/24';

    const { body: block } = await client.createNatIpCidr(
      new requests.CreateNatIpCidrRequest({ ...of, natIpCidr, natIpCidrName: 'outer' }),
    );
    const { body: natIp } = await client.createNatIp(
      new requests.CreateNatIpRequest({
        ...of,
        natIpCidr,
        natIp: '192.168.0.34',
        clientToken: `nat-ip-${algorithm}`,
      }),
    );
    const { body: again } = await client.createNatIp(
      new requests.CreateNatIpRequest({
        ...of,
        natIpCidr,
        natIp: '192.168.0.34',
        clientToken: `nat-ip-${algorithm}`,
      }),
    );
    await client.modifyNatIpAttribute(
      new requests.ModifyNatIpAttributeRequest({ regionId, natIpId: natIp?.natIpId ?? '', natIpName: 'out' }),
    );
    await client.modifyNatIpCidrAttribute(
      new requests.ModifyNatIpCidrAttributeRequest({ ...of, natIpCidr, natIpCidrDescription: 'ours' }),
    );
    await client.createSnatEntry(
      new requests.CreateSnatEntryRequest({
        ...{ regionId, snatTableId },
        snatIp: natIp?.natIp ?? '',
        sourceVSwitchId: vSwitchId,
      }),
    );
    const { body: ips } = await client.listNatIps(
      new requests.ListNatIpsRequest({ ...of, natIpName: ['out'], maxResults: '10' }),
    );
    const { body: blocks } = await client.listNatIpCidrs(
      new requests.ListNatIpCidrsRequest({ ...of, natIpCidrs: [natIpCidr] }),
    );
    const { body: listed } = await client.describeNatGateways(
      new requests.DescribeNatGatewaysRequest({ regionId, networkType: 'intranet' }),
    );
    await client.deleteNatGateway(
      new requests.DeleteNatGatewayRequest({ regionId, natGatewayId, force: true }),
    );

    expect(again?.natIpId).toBe(natIp?.natIpId);
    expect(ips).toMatchObject({
      natIps: [
        { natIpId: natIp?.natIpId, natIp: '192.168.0.34', natIpStatus: 'Associated', isDefault: false },
      ],
      totalCount: '1',
    });
    expect(blocks?.natIpCidrs).toMatchObject([
      { natIpCidrId: block?.natIpCidrId, natIpCidrName: 'outer', natIpCidrDescription: 'ours' },
    ]);
    expect(listed?.natGateways?.natGateway).toMatchObject([{ natGatewayId, networkType: 'intranet' }]);
    emulator.checkInvariants();
  });

  test('sees a refusal as a client error with its code', async () => {
    const client = vpcClient(algorithm);
    const { regionId } = emulator.connection().networks.alibaba;

    const refused = client.modifyNatGatewaySpec(
      new requests.ModifyNatGatewaySpecRequest({ regionId, natGatewayId: 'ngw-none', spec: 'Small' }),
    );

    await expect(refused).rejects.toMatchObject({ code: 'InvalidNatGatewayId.NotFound' });
  });
});

test('pop-core is told whose keys it has, under the version of the token service only', async () => {
  const key = emulator.connection().credentials.alibaba;
  const clientOf = (apiVersion: string) => new RPCClient({ ...key, endpoint: emulator.url, apiVersion });
  const told = await clientOf('2015-04-01').request('GetCallerIdentity', {});
  expect(told).toMatchObject({ IdentityType: 'Account', AccountId: expect.stringMatching(/^\d{16}$/) });
  await expect(clientOf('2016-04-28').request('GetCallerIdentity', {})).rejects.toMatchObject({
    code: 'InvalidApi.NotFound',
  });
});
