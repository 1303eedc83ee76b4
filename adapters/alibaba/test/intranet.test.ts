import { createNat, type GatewayHandle } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { type Parameters, scripted } from './scripted.ts';

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
  return { handle: nat.gateway('cloud:cn-hangzhou/ngw-1'), writes };
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
    ['the removal of a rule', ({ snat }) => snat.remove('snat-1')],
    ['a DNAT rule', (handle) => handle.dnat.add(dnat)],
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
});
