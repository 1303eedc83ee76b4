import { mutations } from '@polynat/core';
import { acceptableKinds } from '@polynat/migrate';
import { describe, expect, it } from 'vitest';
import { commands } from '../../cli/src/main.ts';
import type { SnatRule } from '../src/api/types.ts';
import { chosenBranch, inputOf, missingIn } from '../src/forms/entries.ts';
import type { Field } from '../src/forms/field.ts';
import { changedIn, entriesOf, initialInput } from '../src/forms/initial.ts';
import { placements, places, writesAt } from '../src/forms/placements.ts';
import { acceptable } from '../src/migrate/acceptable.ts';
import { clouds, formOf } from './forms.ts';
import { routesOfRuns } from './run-routes.ts';

const cloud = async (kind: string) => {
  const found = (await clouds).find((one) => one.kind === kind);
  if (!found) throw new Error(`no cloud ${kind}`);
  return found;
};

const fieldAt = (field: Field, path: string): Field | undefined => {
  if (field.path === path && path !== '') return field;
  const inner =
    field.kind === 'group'
      ? field.fields
      : field.kind === 'variants'
        ? field.variants.flatMap((one) => one.field ?? [])
        : field.kind === 'list'
          ? [field.item(0)]
          : [];
  return inner.map((one) => fieldAt(one, path)).find(Boolean);
};

describe('the form of every write', () => {
  it('has a place on the page', () => {
    expect(Object.keys(placements).sort()).toEqual([...mutations].sort());
    expect(places.flatMap(writesAt).sort()).toEqual([...mutations].sort());
  });

  it('is made for every cloud', async () => {
    const kinds = (await clouds).flatMap(({ capabilities }) =>
      mutations.map((mutation) => formOf(mutation, { capabilities }).kind),
    );
    expect(kinds).toHaveLength(4 * mutations.length);
    expect(new Set(kinds)).toEqual(new Set(['group', 'variants']));
  });

  it('gives back what was entered: an input is the same after it was shown', async () => {
    const { capabilities } = await cloud('alibaba');
    const inputs = {
      'gateways.create': {
        name: 'egress',
        network: { vpc: 'vpc-1', subnet: 'vsw-1' },
        size: { atLeast: { connections: 5_000 } },
        billing: { mode: 'on-demand' },
        tags: { team: 'shop', note: 'a=b' },
        protected: true,
      },
      'gateways.resize': { size: { tier: 'large' } },
      'gateways.update': { name: 'n', options: { icmpReply: false }, tags: { remove: ['old'] } },
      'snat.add': { rule: { name: 'web', source: { cidr: '10.0.0.0/24' }, through: ['1.2.3.4', '5.6.7.8'] } },
      'snat.addAll': {
        rules: [{ source: { subnet: 'vsw-1' }, through: ['1.2.3.4'] }, { source: { cidr: '10.0.0.0/24' } }],
      },
      'dnat.add': {
        rule: {
          protocol: 'tcp',
          public: { address: '1.2.3.4', ports: 443 },
          private: { address: '10.0.0.1', ports: { from: 80, to: 90 } },
        },
      },
      'addresses.attach': { address: 'eip-1' },
      'gateways.tag': { tags: { a: 'b' } },
      'snat.removeAll': { ids: ['a', 'b'] },
      'snat.replace': { addAddress: '1.2.3.4' },
    } as const;
    for (const [mutation, input] of Object.entries(inputs)) {
      const name = mutations.find((one) => one === mutation);
      if (!name) throw new Error(mutation);
      const form = formOf(name, { capabilities });
      expect(inputOf(form, entriesOf(form, input))).toEqual(input);
    }
  });

  it('offers the sizes, terms and switches that the cloud sells, and says why not the rest', async () => {
    const { capabilities: baidu } = await cloud('baidu');
    const renewal = fieldAt(formOf('billing.renew', { capabilities: baidu }), 'term');
    expect(renewal).toMatchObject({
      kind: 'choice',
      options: expect.arrayContaining([{ value: '{"months":1}' }]),
    });
    const { capabilities: bm } = await cloud('tencent-bm');
    const size = fieldAt(formOf('gateways.create', { capabilities: bm }), 'size');
    expect(size).toMatchObject({ kind: 'variants', variants: [{ key: 'connections' }, { key: 'atLeast' }] });
    const { capabilities: alibaba } = await cloud('alibaba');
    expect(formOf('billing.renew', { capabilities: alibaba }).unsupported?.reason).toContain(
      'no call that renews',
    );
    expect(
      fieldAt(formOf('snat.add', { capabilities: alibaba }), 'rule.affinity')?.unsupported,
    ).toBeUndefined();
    const lacking = (await clouds).filter(
      ({ capabilities }) => fieldAt(formOf('gateways.create', { capabilities }), 'tags')?.unsupported,
    );
    expect(lacking.length).toBeGreaterThan(0);
  });

  it('takes the first branch that the cloud has', async () => {
    for (const { capabilities } of await clouds) {
      const source = fieldAt(formOf('snat.add', { capabilities }), 'rule.source');
      if (source?.kind !== 'variants') throw new Error('no union');
      const chosen = source.variants.find(({ key }) => key === chosenBranch(source, {}));
      expect(chosen?.unsupported).toBeUndefined();
      expect(chosen).toBeDefined();
    }
  });

  it('names what is missing, and nothing of a group that is left out', async () => {
    const { capabilities } = await cloud('alibaba');
    const form = formOf('gateways.create', { capabilities });
    expect(missingIn(form, {})).toEqual(['network.vpc']);
    expect(missingIn(form, { 'network.vpc': 'vpc-1', 'size?': 'tier' })).toEqual(['size.tier']);
    expect(missingIn(formOf('dnat.add', { capabilities }), {})).toEqual([
      'rule.protocol',
      'rule.public.address',
      'rule.private.address',
    ]);
  });

  it('shows a rule as it is, and sends only settings that differ', async () => {
    const { capabilities } = await cloud('alibaba');
    const rule: SnatRule = {
      id: 's-1',
      name: 'web',
      source: { cidr: '10.0.0.0/24' },
      through: ['1.2.3.4'],
      state: 'available',
      providerState: 'Available',
    };
    const context = { capabilities, snat: [rule], item: 's-1' };
    const form = formOf('snat.replace', context);
    const { id: _id, state: _state, providerState: _provider, ...shown } = rule;
    expect(inputOf(form, entriesOf(form, initialInput('snat.replace', context)))).toEqual({ rule: shown });
    expect(
      changedIn(
        { name: 'b', options: { icmpReply: true, affinity: false } },
        { name: 'b', options: { icmpReply: false, affinity: false } },
      ),
    ).toEqual({ options: { icmpReply: true } });
    expect(changedIn({ name: 'a' }, { name: 'a' })).toEqual({});
  });

  it('sends what is no number of a port as it is, so that the server says what is wrong', async () => {
    const { capabilities } = await cloud('alibaba');
    const form = formOf('dnat.add', { capabilities });
    const entries = {
      'rule.protocol': 'tcp',
      'rule.public.address': '1.2.3.4',
      'rule.private.address': '10.0.0.1',
    };
    const portsOf = (ports: string) => inputOf(form, { ...entries, 'rule.public.ports': ports });
    expect(portsOf('http')).toMatchObject({ rule: { public: { ports: 'http' } } });
    expect(portsOf(' 80 - 90 ')).toMatchObject({ rule: { public: { ports: { from: 80, to: 90 } } } });
    expect(portsOf('*')).toMatchObject({ rule: { public: { ports: 'any' } } });
  });
});

/** How the page does what a command does: by the form of a write, or by a decision about a run. */
const onThePage: Readonly<Record<string, string>> = {
  'gateways rename': 'gateways.change',
  'gateways describe': 'gateways.change',
  'gateways limit-outbound': 'gateways.change',
  'snat add-address': 'snat.replace',
  'snat remove-address': 'snat.replace',
  'bandwidth add-addresses': 'bandwidth.addAddresses',
  'bandwidth remove-addresses': 'bandwidth.removeAddresses',
  /** One by one: a policy over many gateways stays a file of the command. */
  'fleet renew': 'billing.renew',
  'fleet resize': 'gateways.resize',
  'fleet migrate': 'POST /plans',
  'bandwidth shared create': 'sharedBandwidth.create',
  'bandwidth shared change': 'sharedBandwidth.change',
  'bandwidth shared resize': 'sharedBandwidth.resize',
  'bandwidth shared join': 'sharedBandwidth.join',
  'bandwidth shared leave': 'sharedBandwidth.leave',
  'bandwidth shared delete': 'sharedBandwidth.delete',
  apply: 'POST /runs',
  migrate: 'POST /plans',
  resume: 'POST /runs/{id}/resume',
  'cut-over': 'POST /runs/{id}/cut-over',
  finalize: 'POST /runs/{id}/finalize',
  rollback: 'POST /runs/{id}/roll-back',
  'runs unlock': 'POST /runs/{id}/unlock',
};

/** What stays with the command line, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  init: 'it writes the configuration of the command',
  call: 'it sends any operation of a cloud, past policy, approvals and the effects that a dry run tells',
};

describe('the command line', () => {
  const changing = commands
    .filter(({ changes }) => changes)
    .map(({ usage }) => usage.replace(/ ?[<[].*$/, ''))
    .filter((name) => !Object.hasOwn(elsewhere, name));

  it.each(changing)('can nothing that the page cannot: %s', (name) => {
    const meant = onThePage[name] ?? name.replace(' ', '.');
    expect([...mutations, ...routesOfRuns]).toContain(meant);
  });
});

describe('gaps that the page lets one accept', () => {
  it('are those that a mapping takes', () => {
    expect([...acceptable].sort()).toEqual([...acceptableKinds].sort());
  });
});
