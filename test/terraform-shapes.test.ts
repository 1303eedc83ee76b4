import type { DnatRule, PublicAddress, SnatRule } from '@polynat/core';
import { type GatewaySnapshots, readSnapshots } from '@polynat/migrate';
import { writeGateway } from '@polynat/terraform';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStage } from './migration/stage.ts';
import { faultsIn } from './terraform/faults.ts';
import { type ParsedResource, parsed } from './terraform/parsed.ts';

/** Gateways as the clouds show them, to be changed into shapes that no seed has. */
const shown = new Map<string, GatewaySnapshots>();
beforeAll(async () => {
  const stage = await openStage();
  for (const alias of ['alibaba', 'baidu', 'tencent-vpc'])
    shown.set(alias, await readSnapshots(stage.nat, await stage.gatewayOn(alias)));
  await stage.close();
});

function snapshotsOf(alias: string): GatewaySnapshots {
  const snapshots = shown.get(alias);
  if (!snapshots) throw new Error(`no gateway of ${alias}`);
  return snapshots;
}

const changed = <T extends { readonly native: unknown }>(
  item: T,
  native: object,
  rest: Partial<T> = {},
): T => ({
  ...item,
  ...rest,
  native: { ...Object(item.native), ...native },
});

interface Made {
  readonly text: string;
  readonly unsaid: readonly string[];
  of(type: string): readonly ParsedResource['attributes'][];
}

async function written(
  alias: string,
  change: (one: GatewaySnapshots) => Partial<GatewaySnapshots>,
): Promise<Made> {
  const snapshots = snapshotsOf(alias);
  const { files, unsaid } = writeGateway({ ...snapshots, ...change(snapshots) }, alias);
  const all = await parsed(files);
  expect(faultsIn(all)).toEqual([]);
  return {
    text: files.map(({ text }) => text).join('\n'),
    unsaid: unsaid.map(({ why }) => why),
    of: (type) => all.resources.filter((one) => one.type === type).map(({ attributes }) => attributes),
  };
}

const first = <T>([item]: readonly T[]): T => {
  if (item === undefined) throw new Error('there is one');
  return item;
};

describe('Alibaba Cloud', () => {
  it('puts public IPs into their shared bandwidth, and rules wait for that', async () => {
    const { of, text } = await written('alibaba', ({ addresses }) => ({
      addresses: addresses.map((one) => changed<PublicAddress>(one, { BandwidthPackageId: 'cbwp-1' })),
    }));
    expect(of('alicloud_common_bandwidth_package_attachment')).toHaveLength(3);
    expect(first(of('alicloud_snat_entry')).depends_on).toHaveLength(2);
    expect(text).toContain('id = "cbwp-1:eip-');
  });

  it('keeps the order of a pool, and names what is not managed by its IP', async () => {
    const { of } = await written('alibaba', ({ addresses, snat }) => ({
      addresses: addresses.slice(1),
      snat: [changed<SnatRule>(first(snat), { SnatIp: '47.92.0.3,47.92.0.1', EipAffinity: 1 })],
    }));
    const rule = first(of('alicloud_snat_entry'));
    expect(rule.snat_ip).toMatch(
      /^\$\{join\(",", \[alicloud_eip_address\.\w+_47_92_0_3\.ip_address, "47\.92\.0\.1"\]\)\}$/,
    );
    expect(rule.eip_affinity).toBe(1);
  });

  it('writes what would replace a public IP or an association if it were left out', async () => {
    const native = {
      PrivateIpAddress: '10.20.0.9',
      VpcId: 'vpc-shop',
      SecurityProtectionTypes: ['AntiDDoS_Enhanced'],
      PublicIpAddressPoolId: 'pippool-1',
    };
    const { of } = await written('alibaba', ({ addresses }) => ({
      addresses: [
        changed<PublicAddress>(first(addresses), { ...native, Tags: [{ Key: 'acs:a', Value: 'b' }] }),
      ],
      snat: [],
      dnat: [],
    }));
    expect(first(of('alicloud_eip_association'))).toMatchObject({
      private_ip_address: '10.20.0.9',
      vpc_id: 'vpc-shop',
    });
    expect(first(of('alicloud_eip_address'))).toMatchObject({
      security_protection_types: ['AntiDDoS_Enhanced'],
      public_ip_address_pool_id: 'pippool-1',
      tags: { 'acs:a': 'b' },
    });
  });

  it('names the table of a rule where a gateway has several', async () => {
    const { of } = await written('alibaba', ({ gateway }) => ({
      gateway: changed(gateway, { SnatTableIds: ['stb-1', 'stb-2'], InternetChargeType: 'PayByLcu' }),
    }));
    expect(first(of('alicloud_snat_entry')).snat_table_id).toMatch(/^stb-/);
    expect(first(of('alicloud_nat_gateway'))).not.toHaveProperty('specification');
  });

  it('tells rules and public IPs that the provider cannot have', async () => {
    const { unsaid } = await written('alibaba', ({ addresses, snat }) => ({
      addresses: addresses.map(({ id: _, ...address }) => address),
      snat: [changed<SnatRule>(first(snat), { SnatIp: '', NetworkInterfaceId: 'eni-1' })],
    }));
    expect(unsaid.filter((why) => why.includes('bandwidth package'))).toHaveLength(3);
    expect(unsaid).toContain('the provider has only rules with a public IP');
  });
});

describe('Tencent Cloud VPC', () => {
  it('leaves out the size of a standard gateway, and what the provider does not take', async () => {
    const standard = {
      NatProductVersion: 2,
      MaxConcurrentConnection: 2_000_000,
      InternetMaxBandwidthOut: 5000,
    };
    const { of } = await written('tencent-vpc', ({ gateway }) => ({ gateway: changed(gateway, standard) }));
    const written2 = first(of('tencentcloud_nat_gateway'));
    expect(written2).toMatchObject({ nat_product_version: 2 });
    expect(Object.keys(written2)).not.toEqual(expect.arrayContaining(['max_concurrent', 'bandwidth']));
  });

  it('writes rules of interfaces, and tells those that the provider takes for one', async () => {
    const native = { ResourceType: 'NETWORKINTERFACE', ResourceId: 'eni-1', PrivateIpAddress: '10.20.1.7' };
    const rule = (id: string, resource: string) => (one: SnatRule) =>
      changed<SnatRule>(one, { ...native, ResourceId: resource }, { id });
    const { of, unsaid } = await written('tencent-vpc', ({ snat }) => ({
      snat: [
        rule('a', 'eni-1')(first(snat)),
        rule('b', 'eni-2')(first(snat)),
        rule('c', 'eni-2')(first(snat)),
      ],
    }));
    expect(of('tencentcloud_nat_gateway_snat')).toMatchObject([
      { resource_type: 'NETWORKINTERFACE', instance_id: 'eni-1', instance_private_ip_addr: '10.20.1.7' },
    ]);
    expect(unsaid).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('one rule of eni-2')));
  });

  it('never writes what would replace an imported public IP', async () => {
    const { of, text } = await written('tencent-vpc', ({ addresses }) => ({
      addresses: addresses.map((one) =>
        changed<PublicAddress>(one, { AddressType: 'HighQualityEIP', BandwidthPackageId: 'bwp-1' }),
      ),
    }));
    expect(first(of('tencentcloud_eip'))).toMatchObject({
      type: 'HighQualityEIP',
      bandwidth_package_id: 'bwp-1',
    });
    expect(text).not.toContain('internet_service_provider');
  });
});

describe('Baidu AI Cloud', () => {
  it('writes the spec of a normal gateway, and tells what has no argument', async () => {
    const { of, text } = await written('baidu', ({ gateway }) => ({
      gateway: changed(
        gateway,
        { spec: 'medium', natType: 'normal' },
        {
          size: { tier: 'medium' },
          protected: true,
          tags: { team: 'search' },
          billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
        },
      ),
    }));
    expect(first(of('baiducloud_nat_gateway'))).toMatchObject({
      spec: 'medium',
      billing: { payment_timing: 'Postpaid' },
    });
    expect(text).toContain('# No argument has deletion protection (on), tag team=search.\n');
  });

  it('tells shared bandwidth, and a public IP whose billing is unknown', async () => {
    const { text, unsaid } = await written('baidu', ({ addresses }) => ({
      addresses: addresses.map((one, index) =>
        changed<PublicAddress>(one, index === 0 ? { shareGroupId: 'eg-1' } : { billingMethod: 'ByPeak95' }),
      ),
    }));
    expect(text).toContain('# In shared bandwidth eg-1:');
    expect(unsaid[0]).toContain('requires its bandwidth and billing');
  });
});

it('gives many rules of one name names of their own', async () => {
  const started: DnatRule = first(snapshotsOf('alibaba').dnat);
  const dnat = Array.from({ length: 200 }, (_, index) => {
    const ports = { from: index + 1, to: index + 1 };
    return changed<DnatRule>(
      started,
      { ForwardEntryId: `fwd-${index}`, ExternalPort: `${index + 1}` },
      { id: `fwd-${index}`, name: 'web', public: { address: '47.92.0.2', ports } },
    );
  });
  const { of } = await written('alibaba', () => ({ dnat }));
  expect(of('alicloud_forward_entry')).toHaveLength(200);
});
