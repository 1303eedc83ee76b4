import { describe, expect, it } from 'vitest';
import { translateDnat } from '../../src/translate/dnat.ts';
import { dnat, document, first, mapping, refusal, second, snat, target } from './material.ts';

const translated = (rules: ReturnType<typeof dnat>[], cloud: Parameters<typeof target>[0] = {}, more = {}) =>
  translateDnat(document({ dnat: rules, ...more }), mapping(), target(cloud));

const https = dnat('tcp', 443, 8443);

describe('a DNAT rule', () => {
  it('goes over as it is where the cloud takes it', () => {
    const everything = dnat('any', 'any', 'any', second);
    expect(translated([https, everything])).toEqual({ value: [https, everything], gaps: [] });
  });

  it('is a blocking gap where the cloud has none', () => {
    expect(translated([https], { unsupported: { 'dnat.rules': refusal } })).toEqual({
      value: [],
      gaps: [
        {
          kind: 'dnat',
          severity: 'blocking',
          where: 'dnat.0',
          what: 'the DNAT rule tcp 203.0.113.1:443 → 10.0.0.7:8443',
          why: 'new: it was never built',
          remedy: 'do without',
        },
      ],
    });
  });

  it('is a blocking gap on an address the mapping drops', () => {
    const { value, gaps } = translateDnat(
      document({ dnat: [https, dnat('tcp', 80, 80, second)] }),
      mapping({ addresses: { [first]: 'drop' } }),
      target(),
    );
    expect(value).toHaveLength(1);
    expect(gaps).toEqual([
      {
        kind: 'dnat',
        severity: 'blocking',
        where: 'dnat.0',
        what: 'the DNAT rule tcp 203.0.113.1:443 → 10.0.0.7:8443',
        why: 'the mapping drops 203.0.113.1',
        remedy: 'keep the public IP, or set `accept: [dnat]`',
      },
    ]);
  });

  it('for any protocol becomes one for TCP and one for UDP, and what is lost is told', () => {
    const { value, gaps } = translated([dnat('any', 'any')], { unsupported: { 'dnat.any': refusal } });
    const every = { from: 1, to: 65535 };
    expect(value).toEqual([dnat('tcp', every), dnat('udp', every)]);
    expect(gaps).toEqual([
      {
        kind: 'dnat-protocol',
        severity: 'lossy',
        where: 'dnat.0',
        what: 'the DNAT rule any 203.0.113.1:any → 10.0.0.7:any',
        why: 'new: it was never built',
        remedy: 'it becomes one rule for TCP and one for UDP; other protocols are not forwarded',
      },
    ]);
  });

  it('for any protocol is a blocking gap where there are no ranges to write it with', () => {
    const none = { 'dnat.any': refusal, 'dnat.ranges': true } as const;
    const { value, gaps } = translated([dnat('any', 'any')], { unsupported: none });
    expect(value).toEqual([]);
    expect(gaps).toMatchObject([
      { kind: 'dnat-protocol', severity: 'blocking', where: 'dnat.0', remedy: 'do without' },
    ]);
  });

  it('for any protocol is a blocking gap where it needs its address for itself and SNAT uses it', () => {
    const limits = { 'dnat.any': { exclusive: true } } as const;
    const busy = { snat: [snat({ cidr: '10.0.0.0/24' })] };
    expect(translated([dnat('any', 'any')], { limits }, busy)).toMatchObject({
      value: [],
      gaps: [
        {
          kind: 'dnat-protocol',
          severity: 'blocking',
          where: 'dnat.0',
          why: 'new: SNAT rules use 203.0.113.1 too, and a rule for every port takes the whole public IP',
          remedy: 'name the ports in the document, or use another public IP in the SNAT rules',
        },
      ],
    });
    expect(translated([dnat('any', 'any')], { limits }).gaps).toEqual([]);
  });

  it('takes its port from SNAT where both use the address and the cloud has to be told', () => {
    const busy = { snat: [snat({ cidr: '10.0.0.0/24' })] };
    expect(translated([https], {}, busy).value).toEqual([{ ...https, portBreak: true }]);
    const silent = { unsupported: { 'dnat.port-break': true } } as const;
    expect(translated([https], silent, busy).value).toEqual([https]);
    expect(translated([dnat('tcp', 443, 443, second)], {}, busy).value).toEqual([
      dnat('tcp', 443, 443, second),
    ]);
  });

  it('for a range is written out port by port where the cloud has no ranges', () => {
    const rules = [dnat('udp', { from: 80, to: 82 }, { from: 8080, to: 8082 })];
    expect(translated(rules, { unsupported: { 'dnat.ranges': refusal } })).toEqual({
      value: [dnat('udp', 80, 8080), dnat('udp', 81, 8081), dnat('udp', 82, 8082)],
      gaps: [],
    });
  });

  it.each([
    ['is too long to be written out', { from: 1, to: 65 }, { from: 1, to: 65 }],
    ['DNAT → ports of another number', { from: 1, to: 2 }, { from: 1, to: 4 }],
  ])('for a range that %s is a blocking gap where the cloud has no ranges', (_why, outside, inside) => {
    const { value, gaps } = translated([dnat('tcp', outside, inside)], {
      unsupported: { 'dnat.ranges': refusal },
    });
    expect([value, gaps]).toMatchObject([
      [],
      [{ kind: 'dnat-ports', severity: 'blocking', where: 'dnat.0', why: 'new: it was never built' }],
    ]);
  });

  it('for a range of 64 ports is still written out', () => {
    const rules = [dnat('tcp', { from: 1, to: 64 })];
    expect(translated(rules, { unsupported: { 'dnat.ranges': refusal } }).value).toHaveLength(64);
  });

  it('for unequal ranges is a blocking gap where both must be equally long', () => {
    const rules = [dnat('tcp', { from: 80, to: 81 }, { from: 80, to: 89 })];
    const { value, gaps } = translated(rules, { unsupported: { 'dnat.ranges.unequal': refusal } });
    expect([value, gaps]).toMatchObject([
      [],
      [{ kind: 'dnat-ports', severity: 'blocking', remedy: 'do without' }],
    ]);
  });

  it('keeps its name, fits it, or tells that it is left out', () => {
    const rules = [{ ...https, name: 'web front' }];
    const names = { pattern: /^[a-z-]+$/, words: 'be lower case' };
    expect(translated(rules).value).toMatchObject([{ name: 'web front' }]);
    expect(translated(rules, { limits: { 'dnat.names': { names } } })).toMatchObject({
      value: [{ name: 'web-front' }],
      gaps: [
        {
          kind: 'rule-name',
          severity: 'lossy',
          where: 'dnat.0.name',
          what: 'the name "web front"',
          why: 'new: it must be lower case',
          remedy: 'it becomes "web-front"',
        },
      ],
    });
    const none = translated(rules, { unsupported: { 'dnat.names': refusal } });
    expect(none.value[0]).not.toHaveProperty('name');
    expect(none.gaps).toMatchObject([{ kind: 'rule-name', severity: 'lossy', remedy: 'do without' }]);
    const numbers = { pattern: /^\d+$/, words: 'be a number' };
    expect(translated(rules, { limits: { 'dnat.names': { names: numbers } } }).gaps).toMatchObject([
      { kind: 'rule-name', remedy: 'it is left out' },
    ]);
  });

  it('numbers the names of the rules it becomes', () => {
    const rules = [{ ...dnat('tcp', { from: 1, to: 2 }), name: 'web' }];
    const { value } = translated(rules, { unsupported: { 'dnat.ranges': refusal } });
    expect(value.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
  });
});

describe('DNAT rules together', () => {
  it('must not lead one public port to two places', () => {
    const range = dnat('tcp', { from: 440, to: 450 });
    const { gaps } = translated([https, range, dnat('udp', 443), dnat('tcp', 443, 443, second)]);
    expect(gaps).toEqual([
      {
        kind: 'dnat-overlap',
        severity: 'blocking',
        where: 'dnat.0',
        what: 'the DNAT rule tcp 203.0.113.1:443 → 10.0.0.7:8443',
        why: 'dnat.1 uses the same protocol, public IP and port',
        remedy: 'remove the port from one of the two rules in the document',
      },
    ]);
  });

  it('are found to collide when translation makes them: any protocol beside a single port', () => {
    const { gaps } = translated([dnat('any', 'any'), https], { unsupported: { 'dnat.any': refusal } });
    expect(gaps).toMatchObject([
      { kind: 'dnat-protocol', severity: 'lossy' },
      { kind: 'dnat-overlap', severity: 'blocking', where: 'dnat.1' },
    ]);
  });

  it('are counted against what a gateway holds', () => {
    const rules = [dnat('tcp', 1), dnat('tcp', 2), dnat('tcp', 3)];
    const { gaps } = translated(rules, { limits: { 'dnat.rules': { perGateway: 2 } } });
    expect(gaps).toEqual([
      {
        kind: 'rule-count',
        severity: 'blocking',
        where: 'dnat',
        what: '3 DNAT rules',
        why: 'a gateway on new takes 2 unless the quota was raised',
        remedy:
          'merge rules in the document, split the gateway, or have the quota raised and set `accept: [rule-count]`',
      },
    ]);
  });
});
