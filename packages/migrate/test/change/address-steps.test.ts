import { describe, expect, it } from 'vitest';
import { planAddresses } from '../../src/change/address-steps.ts';
import type { GatewayDocument } from '../../src/index.ts';
import { dnat, document, first, refusal, second, snat, target, third } from '../translate/material.ts';

type Cloud = Parameters<typeof target>[0];

const withAddresses = (...ips: string[]): GatewayDocument =>
  document({ addresses: ips.map((ip) => ({ ip })) });

const planned = (
  now: GatewayDocument,
  wanted: GatewayDocument,
  cloud: Cloud = {},
  free: readonly string[] = [first, second, third],
) => planAddresses(now, wanted, target(cloud, { addresses: free.map((ip) => ({ ip })) }));

const shown = ({ first: before, exchange, last, freed, gaps }: ReturnType<typeof planAddresses>) => ({
  first: before.steps.map(({ id }) => id),
  exchange: exchange.steps.map(({ id }) => id),
  last: last.steps.map(({ id }) => id),
  freed: [...freed],
  gaps,
});

const quiet = { first: [], exchange: [], last: [], freed: [], gaps: [] };
const [attach, detach] = [(ip: string) => `attach/${ip}`, (ip: string) => `detach/${ip}`];

describe('the addresses of a gateway', () => {
  it('stay when the document has the same', () => {
    expect(shown(planned(withAddresses(first, second), withAddresses(second, first)))).toEqual(quiet);
  });

  it('come before rules change, and go after', () => {
    expect(shown(planned(withAddresses(first), withAddresses(second)))).toEqual({
      ...quiet,
      first: [attach(second)],
      last: [detach(first)],
    });
  });

  it('go first, with the rules that need them, where they cannot stand beside new ones', () => {
    const cloud = { unsupported: { 'addresses.swap': refusal } } as const;
    expect(shown(planned(withAddresses(first), withAddresses(second), cloud))).toEqual({
      ...quiet,
      exchange: [detach(first), attach(second)],
      freed: [first],
    });
    expect(shown(planned(withAddresses(first), withAddresses(first, second), cloud)).first).toEqual([
      attach(second),
    ]);
  });

  it('are exchanged one by one where there is no room for all, and the last one is kept', () => {
    const limits = { 'addresses.attach': { minimum: 1, maximum: 2 } };
    const [now, wanted] = [withAddresses(first, second), withAddresses(third, '203.0.113.4')];
    const free = [third, '203.0.113.4'];
    expect(shown(planned(now, wanted, { limits }, free)).exchange).toEqual([
      detach(first),
      attach(third),
      detach(second),
      attach('203.0.113.4'),
    ]);
    const apart = { limits, unsupported: { 'addresses.swap': refusal } } as const;
    expect(shown(planned(now, wanted, apart, free)).exchange).toEqual([
      detach(first),
      attach(third),
      detach(second),
      attach('203.0.113.4'),
    ]);
  });

  it('are attached for what the document uses them for, on gateways that keep uses apart', () => {
    const sizes = { offers: [{ size: { tier: 'small' }, addressesPerPool: 1 }] } as const;
    const wanted = document({
      snat: [snat({ cidr: '10.0.0.0/24' }, [first])],
      dnat: [dnat('tcp', 443, 443, second)],
    });
    const { first: stage } = planned(withAddresses(), wanted, { sizes });
    expect(stage.steps.map(({ args }) => args)).toEqual([
      { sourceIp: first, purpose: 'snat' },
      { sourceIp: second, purpose: 'dnat' },
    ]);
  });

  it('that belong to a bandwidth package are left to it', () => {
    const bandwidth = [{ name: 'bulk', bandwidthMbps: 10, addresses: [second] }];
    const now = { ...withAddresses(first, second), bandwidth };
    expect(shown(planned(now, withAddresses(first)))).toEqual(quiet);
  });

  it('have to be free', () => {
    expect(planned(withAddresses(first), withAddresses(first, second), {}, []).gaps).toEqual([
      {
        kind: 'addresses',
        severity: 'blocking',
        where: 'addresses.1',
        what: 'attaching 203.0.113.2',
        why: 'new has no free public IP 203.0.113.2',
        remedy: 'allocate a public IP first, or detach this one from its gateway',
      },
    ]);
  });

  it('have to be as many as the gateway holds', () => {
    const limits = { 'addresses.attach': { minimum: 1, maximum: 1 } };
    const reason = {
      kind: 'addresses',
      severity: 'blocking',
      where: 'addresses',
      why: 'a gateway of this size on new takes 1 to 1',
      remedy: 'name as many in the document, or another size',
    };
    expect(planned(withAddresses(first), withAddresses(), { limits }).gaps).toEqual([
      { ...reason, what: '0 public IPs' },
    ]);
    expect(planned(withAddresses(first), withAddresses(first, second), { limits }).gaps).toEqual([
      { ...reason, what: '2 public IPs' },
    ]);
  });

  it('keep their bandwidth, and a document that says another is told so', () => {
    const wanted = document({ addresses: [{ ip: first, bandwidthMbps: 9 }] });
    expect(planned(withAddresses(first), wanted).gaps).toEqual([
      {
        kind: 'addresses',
        severity: 'lossy',
        where: 'addresses.0',
        what: 'the bandwidth of 203.0.113.1',
        why: 'a plan does not change the bandwidth of a public IP',
        remedy: 'change it with the native API of the cloud, or write the present value into the document',
      },
    ]);
  });
});
