import * as z from 'zod';
import type { Call } from '../call.ts';
import { type Capabilities, type Feature, requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import { isNewAddress, type PublicAddress } from '../model/address.ts';
import { ipv4Schema } from '../model/cidr.ts';
import {
  describeSource,
  kindOfSource,
  type SnatRequest,
  type SnatRule,
  type SnatSource,
  type SnatSpec,
  snatItemSchema,
  snatRequestSchema,
  snatSpecSchema,
} from '../model/snat-rule.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import { readAll } from '../runtime/pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { addAllSchema, batchPlan, fieldOf, removeAllPlan, removeAllSchema } from './batch.ts';
import { onGateway, requireMethod, resourceOf, singleStep, type Target } from './define.ts';
import { addPlan, type RuleOnDemand } from './on-demand.ts';
import { addAllOnDemandSchema, addAllPlan } from './on-demand-batch.ts';
import { checkName, invalidArgument, refuseUnused } from './order.ts';
import { removalPlan, removeWithAddressesSchema } from './remove-with-addresses.ts';
import { ownSource, resolveSources } from './snat-source.ts';
import { Surroundings } from './surroundings.ts';

const id = z.string().min(1, 'must name a rule');

/** A rule in place of another, or one address of its pool: what is not restated cannot be lost to somebody else's change. */
const replacementSchema = z.union([
  z.strictObject({ id, rule: snatSpecSchema }),
  z.strictObject({ id, addAddress: ipv4Schema }),
  z.strictObject({ id, removeAddress: ipv4Schema }),
]);

type PoolChange = Exclude<z.output<typeof replacementSchema>, { readonly rule: SnatSpec }>;

export const snatMutations = {
  'snat.add': onGateway(z.strictObject({ rule: snatSpecSchema }), (target, { rule }) => {
    const facet = resourceOf(target.runtime, 'snat', 'snat.rules');
    checkSnat(rule, target.runtime, 'rule');
    return singleStep('the SNAT rule', async (call) =>
      facet.add(target.key, await fillThrough(rule, target, call), call),
    );
  }),

  'snat.addWithAddress': onGateway(z.strictObject({ rule: snatRequestSchema }), (target, { rule }) =>
    addPlan(target, onDemand(rule, target, 'rule'), around(target)),
  ),

  'snat.addAll': onGateway(addAllSchema(snatSpecSchema), (target, { rules, atomic }) => {
    const { runtime, key } = target;
    const facet = resourceOf(runtime, 'snat', 'snat.rules');
    for (const [index, rule] of rules.entries()) checkSnat(rule, runtime, fieldOf(index));
    if (atomic) requireMethod(runtime, 'snat.addAll.atomic', facet, 'addAll', 'atomic');
    const addAll = facet.addAll?.bind(facet);
    return batchPlan<SnatSpec, SnatRule>({
      items: rules,
      what: 'SNAT rule',
      start: async (rule, index, call) =>
        facet.add(key, await fillThrough(rule, target, call, fieldOf(index)), call),
      alone: (rule) => ({ mutation: 'snat.add', input: { rule } }),
      idOf: ({ id }) => id,
      ...(addAll && {
        atomic: atomic === true,
        whole: async (call) => addAll(key, await fillAll(rules, target, fieldOf, call), call),
      }),
    });
  }),

  'snat.addAllWithAddresses': onGateway(
    addAllOnDemandSchema(snatItemSchema),
    (target, { rules, attach = false }) => {
      const items = rules.map((rule, index) => {
        const { through, ...rest } = rule;
        const field = fieldOf(index);
        if (isNewAddress(through) || (attach && through)) {
          const demand = onDemand({ ...rest, through }, target, field);
          return { demand, alone: { mutation: 'snat.addWithAddress' as const, input: { rule } } };
        }
        const demand = plainly({ ...rest, ...(through && { through }) }, target, field);
        return { demand, alone: { mutation: 'snat.add' as const, input: { rule } } };
      });
      return addAllPlan(target, items, around(target));
    },
  ),

  'snat.replace': onGateway(replacementSchema, (target, input) => {
    const facet = resourceOf(target.runtime, 'snat', 'snat.rules');
    const send = requireMethod(target.runtime, 'snat.replace', facet, 'replace');
    if ('rule' in input) checkSnat(input.rule, target.runtime, 'rule');
    return singleStep('the SNAT rule to change', async (call) => {
      const rule = 'rule' in input ? input.rule : await changePool(input, target, call);
      return send(target.key, input.id, await fillThrough(rule, target, call), call);
    });
  }),

  'snat.remove': onGateway(z.strictObject({ id }), ({ runtime, key }, rule) => {
    const facet = resourceOf(runtime, 'snat', 'snat.rules');
    const remove = removing((call) => facet.remove(key, rule.id, call));
    return singleStep('the SNAT rule to be gone', remove);
  }),

  'snat.removeWithAddresses': onGateway(removeWithAddressesSchema, (target, { id: rule, detach }) => {
    const facet = resourceOf(target.runtime, 'snat', 'snat.rules');
    const remove = (call: Call) => facet.remove(target.key, rule, call);
    return removalPlan(target, { kind: 'snat', id: rule, detach, remove });
  }),

  'snat.removeAll': onGateway(removeAllSchema, ({ runtime, key }, { ids }) => {
    const facet = resourceOf(runtime, 'snat', 'snat.rules');
    return removeAllPlan('snat', ids, (rule, call) => facet.remove(key, rule, call));
  }),
};

const around = (target: Target): Surroundings<SnatRule> =>
  new Surroundings(target, (call) => {
    const facet = resourceOf(target.runtime, 'snat', 'snat.rules');
    return readAll((cursor) => facet.list(target.key, cursor, call));
  });

/** A rule whose addresses are ordered, or attached where the gateway does not hold them. */
function onDemand({ through, ...rest }: SnatRequest, target: Target, field: string): RuleOnDemand<SnatRule> {
  const order = isNewAddress(through) ? { order: through === 'new' ? {} : through.new } : undefined;
  const addresses = order ?? (isNewAddress(through) ? [] : (through ?? []));
  const spec = 'order' in addresses ? rest : { ...rest, through: addresses };
  const plain = plainly(spec, target, field);
  return {
    ...{ ...plain, addresses, field: `${field}.through` },
    check: (held, surroundings, call) => checkOnDemand(spec, held, surroundings, target, call, field),
    add: async (ips, call) => addRule({ ...rest, through: ips }, target, field, call),
  };
}

/** A rule of a batch that needs neither. */
function plainly(rule: SnatSpec, target: Target, field: string): RuleOnDemand<SnatRule> {
  checkSnat(rule, target.runtime, field);
  return {
    ...{ kind: 'snat', what: 'the SNAT rule', addresses: [], field },
    check: async () => undefined,
    add: async (_ips, call) => addRule(rule, target, field, call),
  };
}

async function addRule(rule: SnatSpec, target: Target, field: string, call: Call) {
  const facet = resourceOf(target.runtime, 'snat', 'snat.rules');
  return facet.add(target.key, await fillThrough(rule, target, call, field), call);
}

/**
 * Refuses what would be refused only after an address was attached or bought: a source that is not in its subnet, one that has a rule,
 * addresses that a rule cannot choose. Under a token of the caller's, both may be the work of an earlier call.
 */
async function checkOnDemand(
  rule: SnatSpec,
  held: readonly PublicAddress[],
  surroundings: Surroundings<SnatRule>,
  target: Target,
  call: Call,
  field: string,
): Promise<void> {
  const { runtime } = target;
  const { driver, alias } = runtime;
  const [{ source } = rule] = await resolveSources([rule], target, () => field, call);
  if (call.repeated) return;
  const { through = [] } = rule;
  const others = held.filter(({ ip, use }) => use !== 'dnat' && !through.includes(ip));
  if (others.length > 0) requireFeature(driver.capabilities, 'snat.through', alias, `${field}.through`);
  const rules = await surroundings.rules(call);
  const asked = describeSource(source);
  const same = rules.find((existing) => describeSource(ownSource(existing.source, runtime)) === asked);
  if (!same) return;
  throw new NatError('already-exists', `SNAT rule ${same.id} has the source ${asked} already`, {
    field: `${field}.source`,
    remedy: 'replace that rule instead, or remove it first',
  });
}

/** The rule with one address more or less, read when it is this change's turn, so that those before it are in it. */
async function changePool(change: PoolChange, { runtime, key }: Target, call: Call): Promise<SnatSpec> {
  const facet = resourceOf(runtime, 'snat', 'snat.rules');
  const rules = await readAll((cursor) => facet.list(key, cursor, call));
  const rule = rules.find(({ id }) => id === change.id);
  if (!rule) throw new NatError('not-found', `gateway ${key.id} has no SNAT rule ${change.id}`);
  const { source, name } = rule;
  const through = poolAfter(change, rule);
  const spec = { source: ownSource(source, runtime), through, ...(name !== undefined && { name }) };
  checkSnat(spec, runtime, 'rule');
  return spec;
}

function poolAfter(change: PoolChange, { id, through }: SnatRule): readonly string[] {
  if ('addAddress' in change) return [...new Set([...through, change.addAddress])];
  const left = through.filter((ip) => ip !== change.removeAddress);
  if (left.length > 0) return left;
  throw new NatError(
    'failed-precondition',
    `${change.removeAddress} is the only address of SNAT rule ${id}`,
    {
      remedy: 'add another address first, or remove the rule',
    },
  );
}

/** What the cloud's facts say about a rule, with the field named. */
function checkSnat(rule: SnatSpec, { driver, alias }: Runtime, field: string): void {
  const { capabilities } = driver;
  const kind = kindOfSource(rule.source);
  const feature: Feature = `snat.source.${kind}`;
  requireFeature(capabilities, feature, alias, `${field}.source.${kind}`);
  if ('hosts' in rule.source) checkHosts(rule.source, capabilities, alias, `${field}.source`);
  if (rule.affinity !== undefined) requireFeature(capabilities, 'snat.affinity', alias, `${field}.affinity`);
  const names = capabilities.features['snat.names'];
  if (rule.name !== undefined) {
    checkName(
      rule.name,
      requireFeature(capabilities, 'snat.names', alias, `${field}.name`).names,
      `${field}.name`,
    );
  } else if (names.supported && names.required) {
    invalidArgument(`${field}.name`, `is needed: SNAT rules on ${alias} have names`);
  }
  const through = capabilities.features['snat.through'];
  if (
    rule.through &&
    through.supported &&
    through.maximum !== undefined &&
    rule.through.length > through.maximum
  ) {
    invalidArgument(
      `${field}.through`,
      `holds ${rule.through.length} addresses; ${alias} takes ${through.maximum}`,
    );
  }
}

function checkHosts(
  source: Extract<SnatSource, { readonly hosts: readonly string[] }>,
  capabilities: Capabilities,
  alias: string,
  field: string,
): void {
  const { hosts, subnet } = source;
  const facts = requireFeature(capabilities, 'snat.source.hosts', alias);
  if (facts.subnet === 'required' && subnet === undefined)
    invalidArgument(`${field}.subnet`, `is needed beside hosts on ${alias}`);
  if (facts.subnet === 'unused' && subnet !== undefined)
    refuseUnused(`${field}.subnet`, `${alias} finds hosts without their subnet`);
  if (source.interface !== undefined && !facts.interface)
    refuseUnused(`${field}.interface`, `${alias} finds hosts without their network interface`);
  if (source.interface !== undefined && hosts.length > 1)
    invalidArgument(`${field}.interface`, 'goes with one host; add a rule for each');
  if (facts.perRule !== undefined && hosts.length > facts.perRule)
    invalidArgument(
      `${field}.hosts`,
      `holds ${hosts.length} hosts; a rule on ${alias} takes ${facts.perRule}`,
    );
}

/**
 * Clouds differ in whether a rule names its public addresses. Where it does and the caller did not, it leaves through all that
 * serve SNAT; where it does not, naming other than all of them would be a promise nobody keeps.
 */
async function fillThrough(rule: SnatSpec, target: Target, call: Call, field = 'rule'): Promise<SnatSpec> {
  const [filled = rule] = await fillAll([rule], target, () => field, call);
  return filled;
}

/** The same for several rules, reading the gateway's addresses once, and only when a rule needs them. */
async function fillAll(
  asked: readonly SnatSpec[],
  target: Target,
  nameOf: (index: number) => string,
  call: Call,
): Promise<readonly SnatSpec[]> {
  const rules = await resolveSources(asked, target, nameOf, call);
  const chooses = target.runtime.driver.capabilities.features['snat.through'].supported;
  if (chooses && rules.every(({ through }) => through)) return rules;
  const serving = await servingSnat(target, call);
  return rules.map((rule, index) => filledFrom(serving, rule, target.runtime, nameOf(index)));
}

async function servingSnat({ runtime, key }: Target, call: Call): Promise<readonly string[]> {
  const { addresses } = runtime.driver;
  const all = await readAll((cursor) => addresses.list({ gateway: key.id }, cursor, call));
  return all.filter(({ use }) => use !== 'dnat').map(({ ip }) => ip);
}

function filledFrom(
  serving: readonly string[],
  rule: SnatSpec,
  { driver, alias }: Runtime,
  field: string,
): SnatSpec {
  const { through } = rule;
  if (!through) return { ...rule, through: needed(serving, rule, alias) };
  const namesAll = through.length === serving.length && serving.every((ip) => through.includes(ip));
  if (!namesAll) requireFeature(driver.capabilities, 'snat.through', alias, `${field}.through`);
  return rule;
}

function needed(addresses: readonly string[], { source }: SnatSpec, alias: string): readonly string[] {
  if (addresses.length > 0) return addresses;
  throw new NatError(
    'failed-precondition',
    `the gateway on ${alias} has no public address for ${describeSource(source)}`,
    {
      remedy: 'attach a public address first',
    },
  );
}
