import { describe, expect, it } from 'vitest';
import { buildCutOver } from '../../src/build-stages.ts';
import type { DocumentedAddress } from '../../src/index.ts';
import { creation } from '../../src/steps/gateway-create.ts';
import { translate } from '../../src/translate/translate.ts';
import { document, first, mapping, second, snat, target } from './material.ts';

const hostsOnly = {
  unsupported: Object.fromEntries(
    ['cidr', 'subnet', 'network'].map((kind) => [`snat.source.${kind}`, { reason: 'no', remedy: 'no' }]),
  ),
  limits: { 'snat.source.hosts': { subnet: 'unused', perRule: 2 } },
} as const;

it('becomes several rules where a rule takes fewer hosts than the source has', () => {
  const hosts = ['10.0.0.7', '10.0.0.8', '10.0.0.9'];
  const { desired } = translate(document({ snat: [snat({ hosts })] }), mapping(), target(hostsOnly));
  expect(desired.snat.map(({ source }) => source)).toEqual([
    { hosts: ['10.0.0.7', '10.0.0.8'] },
    { hosts: ['10.0.0.9'] },
  ]);
});

describe('where gateways take only public IPs metered by traffic', () => {
  const traffic = target({
    limits: { 'addresses.attach': { minimum: 0, maximum: 20, meteredBy: ['traffic'] } },
  });
  const byBandwidth: DocumentedAddress = { ip: first, bandwidthMbps: 5, meteredBy: 'bandwidth' };
  const toldOf = (decided: Parameters<typeof mapping>[0], there = traffic) =>
    translate(document({ addresses: [byBandwidth] }), mapping(decided), there).gaps.map(
      ({ severity, kind, why }) => `${severity} ${kind}: ${why}`,
    );

  it('one metered by bandwidth waits for a decision before it is allocated', () => {
    expect(toldOf({})).toEqual([
      'blocking address-metering: new has no public IP metered by bandwidth for a gateway',
    ]);
    expect(toldOf({ otherAddresses: { allocate: { meteredBy: 'traffic' } } })).toEqual([]);
  });

  it('the mapping cannot ask for one', () => {
    const otherAddresses = { allocate: { meteredBy: 'bandwidth' } } as const;
    expect(() => toldOf({ otherAddresses })).toThrow(/no public IP metered by bandwidth for a gateway/);
  });

  it.each([
    ['is refused', {}, ['blocking address-metering']],
    ['is taken where it draws from a shared bandwidth', { sharedBandwidth: 'shared-1' }, []],
  ] as const)('one that exists and is metered by bandwidth %s', (_what, shared, expected) => {
    const there = { ...traffic, addresses: [{ ip: second, meteredBy: 'bandwidth' as const, ...shared }] };
    const told = toldOf({ addresses: { [first]: second } }, there);
    expect(told.map((line) => line.split(':')[0])).toEqual(expected);
  });
});

describe('the outbound bandwidth of a gateway', () => {
  const size = (connections: number, outboundMbps?: number) => ({
    size: { connections },
    connections,
    ...(outboundMbps !== undefined && { outboundMbps }),
  });
  const sizes = { offers: [size(1_000_000, 100), size(3_000_000, 500)] };
  const there = target({
    sizes,
    unsupported: { 'gateways.outbound-limit': { reason: 'it is fixed', remedy: 'no' } },
  });
  const gapsFor = (addresses: readonly DocumentedAddress[], decided: Parameters<typeof mapping>[0] = {}) =>
    translate(document({ addresses }), mapping(decided), there).gaps.filter(
      ({ kind }) => kind === 'gateway-bandwidth',
    );
  const address = (ip: string, bandwidthMbps?: number): DocumentedAddress => ({
    ip,
    meteredBy: 'traffic',
    ...(bandwidthMbps !== undefined && { bandwidthMbps }),
  });

  it('is told where its public IPs have more together than the new gateway lets through', () => {
    expect(gapsFor([address(first, 80), address(second, 80)])).toEqual([
      {
        kind: 'gateway-bandwidth',
        severity: 'lossy',
        where: 'gateway',
        what: 'the outbound bandwidth of the gateway',
        why: 'new limits all public IPs of a new gateway of this size (1,000,000 connections) to 100 Mbit/s together, and these need 160 Mbit/s',
        remedy:
          'set `size: { connections: 3000000 }` (500 Mbit/s) in the mapping, or raise it with the native API of the cloud before cut-over',
      },
    ]);
  });

  it('is told where the source has no limit that is known', () => {
    expect(gapsFor([address(first)])).toMatchObject([{ why: expect.stringMatching(/tells no limit$/) }]);
  });

  it('is no gap where the public IPs that are kept fit', () => {
    const decided = { otherAddresses: { allocate: { bandwidthMbps: 50 } } };
    expect(gapsFor([address(first), address(second)], decided)).toEqual([]);
    expect(gapsFor([address(first, 40), address(second, 60)])).toEqual([]);
    expect(gapsFor([address(first, 80), address(second, 80)], { addresses: { [second]: 'drop' } })).toEqual(
      [],
    );
  });
});

describe('the outbound limit of a gateway', () => {
  const mbps = [50, 100, 200];
  const limited = target({
    sizes: {
      offers: [{ size: { connections: 1_000_000 }, connections: 1_000_000, outboundMbps: 100 }],
      source: '',
    },
    limits: { 'gateways.outbound-limit': { mbps } },
  });
  const unlimited = target({
    unsupported: { 'gateways.outbound-limit': { reason: 'IPs have the bandwidth', remedy: 'no' } },
  });
  const ip = (bandwidthMbps: number): DocumentedAddress => ({
    ip: first,
    bandwidthMbps,
    meteredBy: 'traffic',
  });
  const moved = (
    outboundMbps: number | undefined,
    bandwidthMbps: number,
    there = limited,
    decided: Parameters<typeof mapping>[0] = {},
  ) => {
    const gateway = outboundMbps === undefined ? {} : { outboundMbps };
    const { desired, gaps } = translate(
      document({ gateway, addresses: [ip(bandwidthMbps)] }),
      mapping(decided),
      there,
    );
    const told = gaps
      .filter(({ kind }) => kind === 'gateway-bandwidth')
      .map(({ severity, what }) => `${severity}: ${what}`);
    return [desired.gateway.outboundMbps, told];
  };

  it.each([
    ['as the source has it', 50, 80, {}, 50, []],
    ['as the next larger one that is sold', 60, 80, {}, 100, ['lossy: the outbound limit of 60 Mbit/s']],
    ['as the largest one that is sold', 500, 80, {}, 200, ['lossy: the outbound limit of 500 Mbit/s']],
    [
      'as the public IPs need where that is more than usual',
      undefined,
      150,
      {},
      200,
      ['lossy: the outbound limit of 150 Mbit/s'],
    ],
    ['as a person decides', 50, 80, { outboundMbps: 200 }, 200, []],
    ['not at all where the usual one is enough', undefined, 80, {}, undefined, []],
  ] as const)('is ordered %s', (_how, source, bandwidth, decided, ordered, told) => {
    expect(moved(source, bandwidth, limited, decided)).toEqual([ordered, told]);
  });

  it('is told as lost where the target has none and its public IPs can send more', () => {
    expect(moved(50, 80, unlimited)).toEqual([undefined, ['lossy: the outbound limit of 50 Mbit/s']]);
    expect(moved(100, 80, unlimited)).toEqual([undefined, []]);
  });

  it('cannot be decided where the target has none', () => {
    const decided = { outboundMbps: 200 };
    expect(moved(50, 80, unlimited, decided)[1]).toEqual(['blocking: the outbound limit of 200 Mbit/s']);
  });
});

describe('sources without an SNAT rule', () => {
  const forwarding = target({ limits: { 'snat.rules': { sourcesWithoutRule: 'forwarded' } } });
  const forwarded = { sourcesWithoutRule: 'forwarded' } as const;
  const part = [snat({ cidr: '10.0.0.0/17' })];
  const gapsOf = (source: ReturnType<typeof document>, there = target()) =>
    translate(source, mapping(), there).gaps;

  it('wait for a decision where only the source forwards them', () => {
    expect(gapsOf(document({ gateway: forwarded, snat: part }))).toEqual([
      {
        kind: 'snat-source',
        severity: 'blocking',
        where: 'snat',
        what: 'sources without an SNAT rule (10.0.128.0/17)',
        why: 'they leave through every public IP once they are routed to the gateway, and new drops them',
        remedy: expect.stringContaining('`accept: [snat-source]`'),
      },
    ]);
  });

  it('are told where only the target forwards them', () => {
    expect(gapsOf(document({ snat: part }), forwarding)).toMatchObject([
      { severity: 'lossy', remedy: expect.stringContaining('route tables of subnets that may leave') },
    ]);
  });

  it('are no gap where both do the same, or rules cover the whole network', () => {
    expect(gapsOf(document({ gateway: forwarded, snat: part }), forwarding)).toEqual([]);
    expect(gapsOf(document({ snat: part }))).toEqual([]);
    const whole = [snat({ cidr: '10.0.0.0/16' })];
    expect(gapsOf(document({ gateway: forwarded, snat: whole }))).toEqual([]);
    expect(gapsOf(document({ snat: whole }), forwarding)).toEqual([]);
  });
});

it.each(['manual', undefined] as const)('tells at cut-over that route tables are %s', (routes) => {
  const there = target({
    limits: {
      'gateways.create': {
        subnet: 'optional',
        addresses: 'optional',
        names: { pattern: /./, words: 'be there' },
        named: false,
        ...(routes && { routes }),
      },
    },
  });
  const { desired } = translate(document(), mapping(), there);
  const layout = { from: 'old:1', digest: '', target: there, desired, mapping: mapping() };
  expect(buildCutOver(layout)).toEqual({ cutOver: { finalize: [], ...(routes && { routes }) } });
});

it('tells in the step that creates a gateway how much it may send', () => {
  const spec = { name: 'egress', network: { vpc: 'vpc-1' }, outboundMbps: 200 };
  expect(creation('new', spec, []).summary).toBe(
    'create gateway "egress" on new in vpc-1, 200 Mbit/s outbound, pay-as-you-go',
  );
});
