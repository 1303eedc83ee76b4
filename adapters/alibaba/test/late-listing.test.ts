import { type Call, createNat, type Receipt } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import type { AlibabaDriver } from '../src/index.ts';
import { type Parameters, type Reply, scripted } from './scripted.ts';

const key = { region: 'cn-hangzhou', id: 'ngw-1' };
const gateway = {
  NatGatewayId: 'ngw-1',
  Status: 'Available',
  SnatTableIds: { SnatTableId: ['stb-1'] },
  ForwardTableIds: { ForwardTableId: ['ftb-1'] },
  IpLists: { IpList: [{ IpAddress: '47.0.0.1', AllocationId: 'eip-1', UsingStatus: 'Idle' }] },
};
const snat = { source: { cidr: '10.0.0.0/24' }, through: ['47.0.0.1'] };
const dnat = {
  protocol: 'tcp',
  public: { address: '47.0.0.1', ports: { from: 80, to: 80 } },
  private: { address: '10.0.0.8', ports: { from: 8080, to: 8080 } },
} as const;

const created: Readonly<Record<string, object>> = {
  CreateSnatEntry: { SnatEntryId: 'snat-1' },
  CreateForwardEntry: { ForwardEntryId: 'fwd-1' },
  CreateBandwidthPackage: { BandwidthPackageId: 'bwp-1' },
};
const listed: Readonly<Record<string, object>> = {
  DescribeSnatTableEntries: {
    SnatTableEntries: {
      SnatTableEntry: [
        { SnatEntryId: 'snat-1', SourceCIDR: '10.0.0.0/24', SnatIp: '47.0.0.1', Status: 'Available' },
      ],
    },
  },
  DescribeForwardTableEntries: {
    ForwardTableEntries: {
      ForwardTableEntry: [
        {
          ForwardEntryId: 'fwd-1',
          IpProtocol: 'tcp',
          ExternalIp: '47.0.0.1',
          ExternalPort: '80',
          InternalIp: '10.0.0.8',
          InternalPort: '8080',
          Status: 'Available',
        },
      ],
    },
  },
  DescribeBandwidthPackages: {
    BandwidthPackages: {
      BandwidthPackage: [{ BandwidthPackageId: 'bwp-1', Bandwidth: '5', Status: 'Available' }],
    },
  },
};

const empty = { SnatTableEntries: [], ForwardTableEntries: [], BandwidthPackages: [] };

/** A service whose lists show what was created only when they are read for the third time. */
function lateService() {
  const reads = new Map<string, number>();
  return ({ Action = '' }: Parameters): Reply => {
    const count = (reads.get(Action) ?? 0) + 1;
    reads.set(Action, count);
    const shown = count < 3 ? empty : listed[Action];
    const body = Action === 'DescribeNatGateways' ? { NatGateways: { NatGateway: [gateway] } } : shown;
    return { body: { RequestId: 'R-1', ...created[Action], ...body } };
  };
}

type Add = (driver: AlibabaDriver, call: Call) => Promise<unknown>;

const additions: readonly (readonly [string, Add])[] = [
  ['an SNAT rule', ({ snat: rules }, call) => rules.add(key, snat, call)],
  ['a DNAT rule', ({ dnat: rules }, call) => rules.add(key, dnat, call)],
  [
    'a bandwidth package',
    ({ bandwidth }, call) => bandwidth.create(key, { bandwidthMbps: 5, addresses: 1 }, call),
  ],
];

describe('a list that shows late what was created', () => {
  it('does not make a new SNAT rule look lost', async () => {
    const { driver, clock } = scripted(lateService());
    const nat = createNat({ cloud: driver }, { clock, random: seededRandom(1) });
    await expect(nat.gateway('cloud:cn-hangzhou/ngw-1').snat.add(snat)).resolves.toMatchObject({
      id: 'snat-1',
    });
  });

  it.each(additions)('is waited for: %s', async (_what, add) => {
    const { driver, call } = scripted(lateService());
    const receipt = (await add(driver, call())) as Receipt;
    expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: 'not listed yet' });
    await driver.poll(receipt, call());
    expect(await driver.poll(receipt, call())).toMatchObject({ type: 'done' });
  });

  it('still tells at once that a rule disappeared while it was being changed', async () => {
    const { driver, call } = scripted(lateService());
    const subject = { table: 'stb-1', entry: 'snat-1', looks: {} };
    const look = await driver.poll({ kind: 'snat-settled', subject }, call());
    expect(look).toMatchObject({ type: 'failed', error: { code: 'not-found' } });
  });
});
