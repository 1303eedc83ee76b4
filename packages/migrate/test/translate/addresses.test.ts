import { describe, expect, it } from 'vitest';
import type { GatewayDocument, Mapping } from '../../src/index.ts';
import type { Target } from '../../src/translate/target.ts';
import { translate } from '../../src/translate/translate.ts';
import { dnat, document, first, mapping, refusal, second, snat, target, third } from './material.ts';

type Cloud = Parameters<typeof target>[0];

const translated = (
  source: GatewayDocument = document(),
  cloud: Cloud = {},
  { decided = mapping(), there = {} }: { decided?: Mapping; there?: Partial<Target> } = {},
) => {
  const { desired, gaps } = translate(source, decided, target(cloud, there));
  return { slots: desired.addresses, gaps };
};

describe('an address', () => {
  it('is bought, or one that exists there takes its place', () => {
    const decided = mapping({ addresses: { [first]: '198.18.0.1' } });
    expect(translated(document(), {}, { decided })).toEqual({
      slots: [
        { sourceIp: first, target: { ip: '198.18.0.1' }, purpose: 'any' },
        {
          sourceIp: second,
          target: { allocate: { network: 'vpc-new', bandwidthMbps: 5, meteredBy: 'traffic' } },
          purpose: 'any',
        },
      ],
      gaps: [],
    });
  });

  it('nobody decided about blocks the plan', () => {
    const { slots, gaps } = translated(
      document({ addresses: [{ ip: first }] }),
      {},
      {
        decided: { network: { vpc: 'vpc-new' } },
      },
    );
    expect([slots, gaps]).toEqual([
      [],
      [
        {
          kind: 'addresses',
          severity: 'blocking',
          where: 'addresses.0',
          what: 'the public IP 203.0.113.1',
          why: 'public IPs cannot move between clouds; a new one on new is billed',
          remedy:
            'set `addresses: { "203.0.113.1": <free IP, allocate or drop> }` in the mapping, or `otherAddresses: allocate`',
        },
      ],
    ]);
  });

  it('that is dropped has no place, and is told', () => {
    const decided = mapping({ addresses: { [second]: 'drop' } });
    const { slots, gaps } = translated(document(), {}, { decided });
    expect(slots.map(({ sourceIp }) => sourceIp)).toEqual([first]);
    expect(gaps).toEqual([
      {
        kind: 'addresses',
        severity: 'lossy',
        where: 'addresses.1',
        what: 'the public IP 203.0.113.2',
        why: 'the mapping drops it',
        remedy: 'no action needed if intended',
      },
    ]);
  });

  it('that is named must be free there', () => {
    const decided = mapping({ addresses: { [first]: '198.18.0.1', [second]: '198.18.0.2' } });
    const { gaps } = translated(document(), {}, { decided, there: { addresses: [{ ip: '198.18.0.1' }] } });
    expect(gaps).toEqual([
      {
        kind: 'addresses',
        severity: 'blocking',
        where: 'addresses.1',
        what: '198.18.0.2 as the replacement of 203.0.113.2',
        why: 'new has no free public IP 198.18.0.2',
        remedy: 'set `addresses.203.0.113.2` in the mapping to an unattached public IP or to `allocate`',
      },
    ]);
  });

  it('cannot be bought where the cloud sells none', () => {
    const { slots, gaps } = translated(document({ addresses: [{ ip: first }] }), {
      unsupported: { 'addresses.allocate': refusal },
    });
    expect([slots, gaps]).toEqual([
      [],
      [
        {
          kind: 'addresses',
          severity: 'blocking',
          where: 'addresses.0',
          what: 'a new public IP for 203.0.113.1',
          why: 'new: it was never built',
          remedy: 'do without',
        },
      ],
    ]);
  });

  it.each([
    [5, 10],
    [50, 50],
    [900, 100],
  ])('of %d Mbit/s is bought with %d, within what is sold', (before, after) => {
    const source = document({ addresses: [{ ip: first, bandwidthMbps: before, meteredBy: 'bandwidth' }] });
    const limits = { 'addresses.allocate': { meteredBy: { bandwidth: { from: 10, to: 100 } } } };
    const allocate = { network: 'vpc-new', meteredBy: 'bandwidth', bandwidthMbps: after };
    const { slots, gaps } = translated(source, { limits });
    expect(slots).toMatchObject([{ target: { allocate } }]);
    expect(gaps.map(({ severity, kind, remedy }) => [severity, kind, remedy])).toEqual(
      before === after
        ? []
        : [
            [
              'lossy',
              'address-bandwidth',
              `the new one has ${after} Mbit/s; set \`addresses: { "${first}": { allocate: { bandwidthMbps: <Mbit/s> } } }\` for another`,
            ],
          ],
    );
  });

  it('loses what it shares with others, and packages stay behind', () => {
    const source = document({
      addresses: [{ ip: first, bandwidthMbps: 5, meteredBy: 'traffic', sharedBandwidth: 'cbwp-1' }],
      bandwidth: [{ name: 'bulk', bandwidthMbps: 100, addresses: [first] }],
    });
    expect(translated(source).gaps).toEqual([
      {
        kind: 'shared-bandwidth',
        severity: 'lossy',
        where: 'addresses.0',
        what: 'the shared bandwidth of 203.0.113.1',
        why: 'it shares the bandwidth cbwp-1 with others on its cloud',
        remedy:
          'let the new public IP join shared bandwidth on the target (bandwidth.create, bandwidth.join), or keep its own',
      },
      {
        kind: 'bandwidth-package',
        severity: 'lossy',
        where: 'bandwidth.0',
        what: 'the bandwidth package bulk (100 Mbit/s)',
        why: 'a package holds public IPs, and these cannot move between clouds',
        remedy: 'give the new public IPs bandwidth of their own',
      },
    ]);
    expect(translated(source, { unsupported: { 'bandwidth.packages': refusal } }).gaps[1]).toMatchObject({
      why: 'new: it was never built',
    });
  });
});

describe('the addresses of a gateway', () => {
  it('must fit into its size', () => {
    const sizes = { offers: [{ size: { tier: 'small' }, connections: 1_000_000, addresses: 1 }] } as const;
    const decided = mapping({ size: { tier: 'small' } });
    expect(translated(document(), { sizes }, { decided }).gaps).toEqual([
      {
        kind: 'addresses',
        severity: 'blocking',
        where: 'addresses',
        what: '2 public IPs',
        why: 'a gateway of this size on new takes 1',
        remedy:
          'choose a larger `size` in the mapping, drop public IPs that nothing needs, or split the gateway',
      },
    ]);
  });

  it('must fit into any gateway of the cloud, where the size does not matter', () => {
    const limits = { 'addresses.attach': { minimum: 0, maximum: 1 } };
    expect(translated(document(), { limits }).gaps).toMatchObject([
      { kind: 'addresses', what: '2 public IPs' },
    ]);
  });

  it('must be as many as the cloud asks for', () => {
    const limits = { 'addresses.attach': { minimum: 1 } };
    expect(translated(document({ addresses: [] }), { limits }).gaps).toEqual([
      {
        kind: 'addresses',
        severity: 'blocking',
        where: 'addresses',
        what: 'a gateway with 0 public IPs',
        why: 'a gateway on new always has at least 1',
        remedy: 'keep or add a public IP',
      },
    ]);
  });

  describe('on a gateway that keeps SNAT and DNAT apart', () => {
    const sizes = {
      offers: [{ size: { tier: 'small' }, connections: 1_000_000, addressesPerPool: 1 }],
      units: undefined,
    } as never;
    const rules = {
      snat: [snat({ cidr: '10.0.0.0/24' }, [first])],
      dnat: [dnat('tcp', 443, 443, second)],
    };

    it('are attached for what they serve', () => {
      const { slots, gaps } = translated(document(rules), { sizes });
      expect(gaps).toEqual([]);
      expect(slots.map(({ purpose }) => purpose)).toEqual(['snat', 'dnat']);
    });

    it('cannot serve both', () => {
      const both = { ...rules, dnat: [dnat('tcp', 443, 443, first)] };
      const decided = mapping({ addresses: { [second]: 'drop' } });
      expect(translated(document(both), { sizes }, { decided }).gaps.slice(1)).toEqual([
        {
          kind: 'address-pools',
          severity: 'blocking',
          where: 'addresses.0',
          what: 'the public IP 203.0.113.1 for SNAT and DNAT',
          why: 'a gateway of this size on new uses a public IP for SNAT or for DNAT, and 203.0.113.1 serves both',
          remedy:
            'choose a `size` in the mapping without separate pools, or use two public IPs in the document',
        },
      ]);
    });

    it('have room for few of one use, unless they share a bandwidth', () => {
      const source = document({
        addresses: [first, second, third].map((ip) => ({ ip, bandwidthMbps: 5, meteredBy: 'traffic' })),
        snat: [snat({ cidr: '10.0.0.0/24' }, [first]), snat({ cidr: '10.0.1.0/24' }, [second])],
        dnat: [dnat('tcp', 443, 443, third)],
      });
      expect(translated(source, { sizes }).gaps).toEqual([
        {
          kind: 'address-pools',
          severity: 'blocking',
          where: 'addresses',
          what: '2 public IPs for SNAT',
          why: 'a gateway of this size on new has room for 1 with bandwidth of their own',
          remedy:
            'choose a `size` in the mapping without separate pools, or name target public IPs in one shared bandwidth',
        },
      ]);
      const decided = mapping({ addresses: { [first]: '198.18.0.1', [second]: '198.18.0.2' } });
      const shared = ['198.18.0.1', '198.18.0.2'].map((ip) => ({ ip, sharedBandwidth: 'group' }));
      expect(translated(source, { sizes }, { decided, there: { addresses: shared } }).gaps).toEqual([]);
    });
  });
});
