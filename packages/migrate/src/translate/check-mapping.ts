import { describeTerm, meterings, monthsOf, NatError, requireFeature, subnetUse } from '@polynat/core';
import type { GatewayDocument } from '../document.ts';
import { type Allocate, droppedBy, type Mapping, replacementsIn } from '../mapping.ts';
import { offersOf } from './allocation.ts';
import { translateSize } from './size.ts';
import type { Target } from './target.ts';

/** What a mapping says must be about things that exist; a typing error found after the first address was bought is too late. */
export function checkMapping(document: GatewayDocument, mapping: Mapping, target: Target): void {
  checkNetwork(document, mapping, target);
  checkSubnets(document, mapping, target);
  checkAddresses(document, mapping, target);
  checkBilling(mapping, target);
}

function checkNetwork({ gateway, addresses }: GatewayDocument, mapping: Mapping, target: Target): void {
  const { network } = mapping;
  const { alias, networks, subnets, capabilities } = target;
  const ids = networks?.map(({ id }) => id);
  if (ids && !ids.includes(network.vpc)) refuse('network.vpc', `${alias} has no network ${network.vpc}`, ids);
  const creating = requireFeature(capabilities, 'gateways.create', alias);
  const kept = addresses.length - droppedBy(mapping).size;
  const use = subnetUse(creating, translateSize(gateway, kept, mapping, target).value);
  const known = subnets.map(({ id }) => id);
  if (network.zone !== undefined && !creating.zone) refuse('network.zone', `${alias} chooses the zone`, []);
  if (network.subnet === undefined) {
    if (use === 'required') refuse('network.subnet', `a gateway on ${alias} needs a subnet`, known);
  } else if (use === 'unused') {
    refuse('network.subnet', `a gateway of this size on ${alias} has no subnet`, []);
  } else if (ids && !known.includes(network.subnet)) {
    refuse('network.subnet', `${network.vpc} has no subnet ${network.subnet}`, known);
  }
}

function checkSubnets(
  { snat, gateway }: GatewayDocument,
  { subnets = {}, network }: Mapping,
  { networks, subnets: there }: Target,
): void {
  const named = snat.flatMap(({ source }) => ('subnet' in source && source.subnet ? [source.subnet] : []));
  const before = new Set([...named, ...Object.keys(gateway.network.subnets ?? {})]);
  const known = there.map(({ id }) => id);
  for (const [source, target] of Object.entries(subnets)) {
    const field = `subnets.${source}`;
    if (!before.has(source)) refuse(field, `the document names no subnet ${source}`, [...before]);
    if (networks && !known.includes(target)) refuse(field, `${network.vpc} has no subnet ${target}`, known);
  }
}

function checkAddresses({ addresses }: GatewayDocument, mapping: Mapping, target: Target): void {
  const known = addresses.map(({ ip }) => ip);
  for (const [source, decided] of Object.entries(mapping.addresses ?? {})) {
    const field = `addresses.${source}`;
    if (!known.includes(source)) refuse(field, `the document has no public IP ${source}`, known);
    if (typeof decided === 'object') checkAllocation(decided, field, target);
  }
  if (typeof mapping.otherAddresses === 'object')
    checkAllocation(mapping.otherAddresses, 'otherAddresses', target);
  const taken = new Map<string, string>();
  for (const [source, ip] of replacementsIn(mapping)) {
    const other = taken.get(ip);
    if (other !== undefined) {
      throw new NatError('invalid-argument', `${ip} already replaces ${other}`, {
        field: `addresses.${source}`,
        remedy: 'set another public IP, or drop it and use the other in the document',
      });
    }
    taken.set(ip, source);
  }
}

/** Whether the target sells what is asked for; without `meteredBy`, any way of metering may. */
function checkAllocation({ allocate }: Allocate, field: string, target: Target): void {
  const offers = offersOf(target);
  const { meteredBy, bandwidthMbps } = allocate;
  const ways = meterings.filter((way) => offers[way] !== undefined);
  if (meteredBy !== undefined && !ways.includes(meteredBy)) {
    refuse(
      `${field}.allocate.meteredBy`,
      `${target.alias} has no public IP metered by ${meteredBy} for a gateway`,
      ways,
    );
  }
  if (bandwidthMbps === undefined) return;
  const ranges = (meteredBy === undefined ? ways : [meteredBy])
    .map((way) => offers[way])
    .filter((offer) => typeof offer === 'object');
  if (ranges.some(({ from, to }) => from <= bandwidthMbps && bandwidthMbps <= to)) return;
  const sold = ranges.map(({ from, to }) => `${from} to ${to}`);
  refuse(`${field}.allocate.bandwidthMbps`, `${target.alias} does not sell ${bandwidthMbps} Mbit/s`, sold);
}

function checkBilling({ billing }: Mapping, { alias, capabilities }: Target): void {
  if (billing?.mode !== 'prepaid') return;
  const { months, years } = requireFeature(capabilities, 'billing.prepaid', alias, 'billing').terms;
  const { term } = billing;
  const length = monthsOf(term);
  const sold = months.includes(length) || years.includes(length / 12);
  const terms = [...months.map((count) => `${count} months`), ...years.map((count) => `${count} years`)];
  if (!sold) refuse('billing.term', `${alias} does not sell ${describeTerm(term)}`, terms);
  if (billing.autoPay) requireFeature(capabilities, 'billing.auto-pay', alias, 'billing.autoPay');
}

function refuse(field: string, message: string, choices: readonly string[]): never {
  const remedy = choices.length > 0 ? `use one of: ${choices.join(', ')}` : 'leave it out';
  throw new NatError('invalid-argument', `${message} (in mapping)`, { field, remedy });
}
