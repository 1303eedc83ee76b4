import { createNat, type GatewayHandle } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Parameters, scripted } from './scripted.ts';
import { openStage } from './stage.ts';

/** An intranet gateway as the service lists it: no public address, and rules with NAT addresses of its own. */
const gateway = {
  NatGatewayId: 'ngw-1',
  Status: 'Available',
  NetworkType: 'intranet',
  NatType: 'Enhanced',
  SnatTableIds: { SnatTableId: ['stb-1'] },
  ForwardTableIds: { ForwardTableId: ['ftb-1'] },
};
const rule = { SnatEntryId: 'snat-1', SourceCIDR: '10.0.0.0/24', SnatIp: '10.9.0.1', Status: 'Available' };
const eip = { AllocationId: 'eip-1', IpAddress: '47.0.0.1', Status: 'Available' };

const answers: Readonly<Record<string, object>> = {
  DescribeNatGateways: { NatGateways: { NatGateway: [gateway] }, TotalCount: 1 },
  DescribeSnatTableEntries: { SnatTableEntries: { SnatTableEntry: [rule] }, TotalCount: 1 },
  DescribeForwardTableEntries: { ForwardTableEntries: { ForwardTableEntry: [] }, TotalCount: 0 },
  DescribeEipAddresses: { EipAddresses: { EipAddress: [eip] }, TotalCount: 1 },
};

const reply = ({ Action = '', AssociatedInstanceId }: Parameters) => {
  if (AssociatedInstanceId) return { body: { EipAddresses: { EipAddress: [] }, TotalCount: 0 } };
  return { body: { RequestId: 'R-1', ...answers[Action] } };
};

function stage() {
  const { driver, clock, sent } = scripted(reply);
  const nat = createNat({ cloud: driver }, { clock, random: seededRandom(2) });
  const writes = () => sent.map(({ Action = '' }) => Action).filter((name) => !name.startsWith('Describe'));
  return { nat, handle: nat.gateway('cloud:cn-hangzhou/ngw-1'), writes, sent };
}

const dnat = {
  protocol: 'tcp',
  public: { address: '47.0.0.1', ports: 80 },
  private: { address: '10.0.0.8', ports: 8080 },
} as const;
const source = { cidr: '10.0.1.0/24' };

describe('an intranet gateway', () => {
  it('is listed for what it is, with its rules', async () => {
    const { handle } = stage();
    expect((await handle.get()).reach).toBe('intranet');
    expect(await handle.snat.list().toArray()).toMatchObject([{ id: 'snat-1', through: ['10.9.0.1'] }]);
    const { obstacles } = await handle.readiness();
    expect(obstacles.map(({ code }) => code)).not.toContain('no-address');
  });

  it.each([
    ['an SNAT rule', ({ snat }) => snat.add({ source, through: ['47.0.0.1'] })],
    ['an SNAT rule with a new address', ({ snat }) => snat.add({ source, through: 'new' })],
    [
      'an SNAT rule that attaches its address',
      ({ snat }) => snat.add({ source, through: ['47.0.0.1'] }, { attach: true }),
    ],
    ['the removal of a rule', ({ snat }) => snat.remove('snat-1')],
    ['a DNAT rule', (handle) => handle.dnat.add(dnat)],
    ['a public address', ({ addresses }) => addresses.attach('47.0.0.1')],
    ['a new name', (handle) => handle.rename('renamed')],
    ['a switch', (handle) => handle.configure({ icmpReply: false })],
    ['a size', (handle) => handle.resize({ tier: 'large' })],
    ['tags', (handle) => handle.tag({ team: 'web' })],
    ['protection', (handle) => handle.protect()],
    ['several changes', (handle) => handle.update({ name: 'renamed', tags: { set: { team: 'web' } } })],
    ['deletion', (handle) => handle.delete()],
    ['deletion with what hangs on it', (handle) => handle.delete({ cascade: true })],
    ['a look at what deletion would take', (handle) => handle.delete({ cascade: true, dryRun: true })],
  ] satisfies readonly (readonly [string, (handle: GatewayHandle) => PromiseLike<unknown>])[])(
    'refuses %s before anything is written, and says how to do it',
    async (_what, write) => {
      const { handle, writes } = stage();
      await expect(write(handle)).rejects.toMatchObject({
        code: 'unsupported',
        outcome: 'none',
        remedy: expect.stringContaining('native API'),
      });
      expect(writes()).toEqual([]);
    },
  );

  it('that was listed before is refused without a request', async () => {
    const { nat, handle, sent } = stage();
    await nat.gateways.list().toArray();
    const asked = sent.length;
    await expect(handle.addresses.attach('47.0.0.1')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(handle.rename('renamed')).rejects.toMatchObject({ code: 'unsupported' });
    expect(sent).toHaveLength(asked);
  });
});

describe('an intranet gateway of the emulated cloud', () => {
  const region = 'cn-hangzhou';

  it('gets NAT addresses and rules by the native door, and is listed with them', async () => {
    const stage = await openStage(region, { speed: 0 });
    onTestFinished(() => stage.close());
    const driver = stage.driver();
    const { native } = driver;
    const nat = createNat({ cloud: driver }, { clock: stage.clock, random: seededRandom(3) });
    const { Vpcs } = await native.call('DescribeVpcs', {});
    const VpcId = Vpcs[0]?.VpcId ?? '';
    const { VSwitches } = await native.call('DescribeVSwitches', { VpcId });
    const VSwitchId = VSwitches[0]?.VSwitchId ?? '';
    const order = { VpcId, VSwitchId, NatType: 'Enhanced', NetworkType: 'intranet' } as const;
    const created = await native.call('CreateNatGateway', order);
    const NatGatewayId = created.NatGatewayId ?? '';
    const NatIpCidr = '192.168.7.0/24';

    await native.call('CreateNatIpCidr', { NatGatewayId, NatIpCidr, NatIpCidrName: 'partners' });
    const { NatIpId = '', NatIp = '' } = await native.call('CreateNatIp', { NatGatewayId, NatIpCidr });
    await native.call('ModifyNatIpAttribute', { NatIpId, NatIpName: 'out' });
    await native.call('ModifyNatIpCidrAttribute', { NatGatewayId, NatIpCidr, NatIpCidrDescription: 'ours' });
    const SnatTableId = created.SnatTableIds[0] ?? '';
    const ForwardTableId = created.ForwardTableIds[0] ?? '';
    await native.call('CreateSnatEntry', { SnatTableId, SnatIp: NatIp, SourceVSwitchId: VSwitchId });

    const handle = nat.gateway(`cloud:${region}/${NatGatewayId}`);
    expect(await nat.gateways.list().toArray()).toMatchObject([{ reach: 'intranet', addresses: [] }]);
    expect(await handle.snat.list().toArray()).toMatchObject([{ through: [NatIp], state: 'available' }]);
    const { NatIps, TotalCount } = await native.call('ListNatIps', { NatGatewayId, NatIpCidr });
    expect(NatIps).toMatchObject([
      { NatIpId, NatIpName: 'out', NatIpStatus: 'Associated', IsDefault: false },
    ]);
    expect(TotalCount).toBe('1');

    const entry = (await handle.snat.list().toArray())[0]?.id ?? '';
    await native.call('DeleteSnatEntry', { SnatTableId, SnatEntryId: entry });
    const own = (await native.call('ListNatIps', { NatGatewayId })).NatIps.find(({ IsDefault }) => IsDefault);
    await native.call('CreateForwardEntry', {
      ForwardTableId,
      ExternalIp: own?.NatIp ?? '',
      ExternalPort: '80',
      InternalIp: `${own?.NatIp}`.replace(/\d+$/, '99'),
      InternalPort: '8080',
      IpProtocol: 'TCP',
    });
    expect(await handle.dnat.list().toArray()).toMatchObject([{ public: { address: own?.NatIp } }]);
    await native.call('DeleteNatIp', { NatIpId });
    await native.call('DeleteNatIpCidr', { NatGatewayId, NatIpCidr });
    expect((await native.call('ListNatIpCidrs', { NatGatewayId })).NatIpCidrs).toMatchObject([
      { IsDefault: true },
    ]);
    await native.call('DeleteNatGateway', { NatGatewayId, Force: true });
    expect(await nat.gateways.list().toArray()).toEqual([]);
  });

  it('gives one NAT address for a request whose answer was lost', async () => {
    const stage = await openStage(region, {
      seed: { alibaba: { gateways: [{ region, networkType: 'intranet' }] } },
    });
    onTestFinished(() => stage.close());
    const { native } = stage.driver();
    const [gateway] = (await native.call('DescribeNatGateways', {})).NatGateways;
    const NatGatewayId = gateway?.NatGatewayId ?? '';
    const NatIpCidr = (await native.call('ListNatIpCidrs', { NatGatewayId })).NatIpCidrs[0]?.NatIpCidr ?? '';
    stage.emulator.faults.append({
      kind: 'reset-after',
      cloud: 'alibaba',
      operation: 'CreateNatIp',
      count: 1,
    });

    await native.call('CreateNatIp', { NatGatewayId, NatIpCidr });

    expect((await native.call('ListNatIps', { NatGatewayId })).TotalCount).toBe('2');
  });
});
