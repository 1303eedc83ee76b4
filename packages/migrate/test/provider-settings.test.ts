import { describe, expect, it } from 'vitest';
import { hasDigest, meaningDigest } from '../src/digest.ts';
import { formatDocument, parseDocument } from '../src/index.ts';
import { differingSettings, lostSettings } from '../src/provider-settings.ts';
import { translate } from '../src/translate/translate.ts';
import { document, first, mapping, snat, target } from './translate/material.ts';

const attached = { alibaba: { NetworkInterfaceId: 'eni-1' } };
const quiet = document({ gateway: { providerSettings: { alibaba: { EnableSessionLog: true } } } });
const blocks = ['10.0.0.0/26', '10.0.0.64/26', '10.0.0.128/26'];

describe('what only its provider can say of a gateway', () => {
  it('survives the document', () => {
    expect(parseDocument(formatDocument(quiet))).toEqual(quiet);
  });

  it('is told as a gap', () => {
    expect(translate(quiet, mapping(), target()).gaps).toEqual([
      {
        kind: 'provider-settings',
        severity: 'lossy',
        where: 'gateway',
        what: 'alibaba EnableSessionLog: true of the gateway',
        why: 'only its provider has this setting, so it is not part of the plan',
        remedy:
          'set the like of it on new in the console or with the native API; no action needed if nothing depends on it',
      },
    ]);
  });

  it('is one gap for all rules that have it', () => {
    const rules = blocks.map((cidr) => ({ ...snat({ cidr }), providerSettings: attached }));
    const [one, ...others] = lostSettings(document({ snat: rules.slice(1, 2) }), 'new');
    expect([one?.where, one?.what, others]).toEqual([
      'snat.0',
      'alibaba NetworkInterfaceId: eni-1 of SNAT rule',
      [],
    ]);
    expect(lostSettings(document({ snat: [snat({ cidr: '10.0.1.0/24' }), ...rules] }), 'new')).toMatchObject([
      { where: 'snat', what: 'alibaba NetworkInterfaceId: eni-1 of 3 SNAT rules: snat.1, snat.2, snat.3' },
    ]);
  });

  it('is part of what a gateway does', () => {
    expect(meaningDigest(quiet)).not.toBe(meaningDigest(document()));
  });
});

describe('a change of a gateway', () => {
  it('tells settings it leaves as they are', () => {
    expect(differingSettings(document(), quiet)).toMatchObject([
      { where: 'gateway', why: 'only its provider has this setting, so a plan does not change it' },
    ]);
    expect(differingSettings(quiet, quiet)).toEqual([]);
    expect(differingSettings(quiet, document())).toEqual([]);
  });

  it('leaves the settings of addresses alone', () => {
    const named = { ip: first, providerSettings: { alibaba: { Name: 'web' } } };
    expect(differingSettings(document(), document({ addresses: [named] }))).toEqual([]);
  });
});

describe('a document that keeps switches under the names of Alibaba Cloud', () => {
  const rule = snat({ cidr: '10.0.0.0/26' });
  const origin = { ref: 'old:north/ngw-1', cloud: 'alibaba', read: '2026-01-01T00:00:00.000Z' };
  const alibaba = { IcmpReplyEnabled: false, EipBindMode: 'NAT', EnableSessionLog: true };
  const stored = {
    ...document({ gateway: { origin, providerSettings: { alibaba } } }),
    snat: [{ ...rule, providerSettings: { alibaba: { EipAffinity: 1 } } }],
  };

  it('has the digest that earlier versions took of it', () => {
    const now = parseDocument(JSON.stringify(stored));
    expect(hasDigest(now, meaningDigest(stored))).toBe(true);
    expect(hasDigest(document(), meaningDigest(stored))).toBe(false);
  });

  it('is read with the portable words', () => {
    const { gateway, snat: rules } = parseDocument(JSON.stringify(stored));
    expect(gateway.options).toEqual({ icmpReply: false, bindMode: 'nat' });
    expect(gateway.providerSettings).toEqual({ alibaba: { EnableSessionLog: true } });
    expect(rules).toEqual([{ ...rule, affinity: true }]);
  });
});

describe('switches that are portable', () => {
  const wanted = document({
    gateway: { options: { icmpReply: false, bindMode: 'nat' } },
    snat: [{ ...snat({ cidr: '10.0.0.0/26' }), affinity: true }],
  });

  it('are ordered and added where the target has them', () => {
    const { desired, gaps } = translate(wanted, mapping(), target());
    expect(gaps).toEqual([]);
    expect(desired?.gateway.options).toEqual({ icmpReply: false, bindMode: 'nat' });
    expect(desired?.snat.map(({ affinity }) => affinity)).toEqual([true]);
  });

  it('are told as lost where it lacks them', () => {
    const unsupported = {
      'gateways.icmp-reply': true,
      'gateways.bind-mode': true,
      'snat.affinity': true,
    } as const;
    const { gaps } = translate(wanted, mapping(), target({ unsupported }));
    expect(gaps.map(({ where, what }) => [where, what])).toEqual([
      ['gateway.options.icmpReply', 'public IPs do not answer a ping'],
      ['gateway.options.bindMode', 'public IPs are bound in mode nat'],
      ['snat', 'one public IP per private host, of one SNAT rule'],
    ]);
  });

  it('are told by the steps of a plan that changes a gateway, and not once more as settings of a provider', () => {
    const now = document({ snat: [snat({ cidr: '10.0.0.0/26' })] });
    expect(differingSettings(now, wanted)).toEqual([]);
  });
});
