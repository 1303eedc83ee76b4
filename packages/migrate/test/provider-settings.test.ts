import { describe, expect, it } from 'vitest';
import { meaningDigest } from '../src/digest.ts';
import { formatDocument, parseDocument } from '../src/index.ts';
import { differingSettings, lostSettings } from '../src/provider-settings.ts';
import { translate } from '../src/translate/translate.ts';
import { document, first, mapping, snat, target } from './translate/material.ts';

const affinity = { alibaba: { EipAffinity: 1 } };
const quiet = document({ gateway: { providerSettings: { alibaba: { IcmpReplyEnabled: false } } } });
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
        what: 'alibaba IcmpReplyEnabled: false of the gateway',
        why: 'only its provider has this setting, so it is not part of the plan',
        remedy:
          'set the like of it on new in the console or with the native API; no action needed if nothing depends on it',
      },
    ]);
  });

  it('is one gap for all rules that have it', () => {
    const rules = blocks.map((cidr) => ({ ...snat({ cidr }), providerSettings: affinity }));
    const [one, ...others] = lostSettings(document({ snat: rules.slice(1, 2) }), 'new');
    expect([one?.where, one?.what, others]).toEqual(['snat.0', 'alibaba EipAffinity: 1 of SNAT rule', []]);
    expect(lostSettings(document({ snat: [snat({ cidr: '10.0.1.0/24' }), ...rules] }), 'new')).toMatchObject([
      { where: 'snat', what: 'alibaba EipAffinity: 1 of 3 SNAT rules: snat.1, snat.2, snat.3' },
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
