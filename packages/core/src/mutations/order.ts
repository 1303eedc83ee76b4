import {
  type Capabilities,
  type NameRule,
  requireFeature,
  subnetUse,
  type TermRule,
} from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { BillingChoice, Term } from '../model/billing.ts';
import { describeTerm, monthsOf, onDemand } from '../model/billing.ts';
import type { GatewayOrder, GatewaySpec } from '../model/gateway.ts';
import type { Placement } from '../model/network.ts';
import {
  addressesOf,
  chooseSize,
  describeOffers,
  describeSize,
  type Size,
  type SizeRequest,
} from '../model/size.ts';

import { checkOptions } from './check-options.ts';

/** Turns what a caller asked for into what this cloud sells, or says which field it cannot have and what it could be. */
export function orderFrom(spec: GatewaySpec, capabilities: Capabilities, cloud: string): GatewayOrder {
  const { size, billing = onDemand(), ...rest } = spec;
  const rules = requireFeature(capabilities, 'gateways.create', cloud);
  if (rules.named && spec.name === undefined)
    invalidArgument('name', `is needed: ${cloud} does not name gateways by itself`);
  if (spec.name !== undefined) checkName(spec.name, rules.names, 'name');
  if (spec.description !== undefined) {
    checkName(
      spec.description,
      requireFeature(capabilities, 'gateways.description', cloud).texts,
      'description',
    );
  }
  if (spec.outboundMbps !== undefined) checkOutboundLimit(spec.outboundMbps, capabilities, cloud);
  if (spec.options) checkOptions(spec.options, 'order', capabilities, cloud);
  if (spec.tags) requireFeature(capabilities, 'gateways.create.tags', cloud, 'tags');
  if (spec.protected) requireFeature(capabilities, 'gateways.protect', cloud, 'protected');
  const paid = billingFrom(billing, capabilities, cloud);
  const chosen = size && sizeFor(size, capabilities, cloud);
  checkPlacement(spec.network, chosen, capabilities, cloud);
  checkAddresses(spec.addresses, chosen, capabilities, cloud);
  return { ...rest, billing: paid, ...(chosen && { size: chosen }) };
}

/** The size this cloud sells for a request, or `unsupported` with the sizes it does sell. */
export function sizeFor(request: SizeRequest, { sizes }: Capabilities, cloud: string): Size {
  const size = chooseSize(request, sizes);
  if (size) return size;
  throw new NatError('unsupported', `${cloud} sells no gateway with ${describeSize(request)}`, {
    field: 'size',
    remedy: `choose one of: ${describeOffers(sizes)}`,
  });
}

export function checkName(text: string, { pattern, words }: NameRule, field: string): void {
  if (!pattern.test(text)) invalidArgument(field, `must ${words}`);
}

export function checkOutboundLimit(outboundMbps: number, capabilities: Capabilities, cloud: string): void {
  const { mbps } = requireFeature(capabilities, 'gateways.outbound-limit', cloud, 'outboundMbps');
  if (!mbps.includes(outboundMbps)) invalidArgument('outboundMbps', `must be one of ${mbps.join(', ')}`);
}

/** The term as this cloud sells it: 12 months and 1 year are equal, and many clouds sell only one of the two. */
export function termFrom(term: Term, { months, years }: TermRule, cloud: string, field: string): Term {
  const length = monthsOf(term);
  const inMonths = months.includes(length) ? { months: length } : undefined;
  const inYears = years.includes(length / 12) ? { years: length / 12 } : undefined;
  const sold = 'years' in term ? (inYears ?? inMonths) : (inMonths ?? inYears);
  if (sold) return sold;
  const offer = [
    months.length > 0 ? `months: ${months.join(', ')}` : '',
    years.length > 0 ? `years: ${years.join(', ')}` : '',
  ];
  invalidArgument(
    field,
    `cannot be ${describeTerm(term)} on ${cloud}; it sells ${offer.filter(Boolean).join(' or ')}`,
  );
}

function billingFrom(billing: BillingChoice, capabilities: Capabilities, cloud: string): BillingChoice {
  if (billing.mode === 'on-demand') {
    requireFeature(capabilities, 'billing.on-demand', cloud, 'billing');
    return billing;
  }
  const { terms } = requireFeature(capabilities, 'billing.prepaid', cloud, 'billing');
  const term = termFrom(billing.term, terms, cloud, 'billing.term');
  if (billing.autoPay) requireFeature(capabilities, 'billing.auto-pay', cloud, 'billing.autoPay');
  return { ...billing, term };
}

function checkPlacement(
  { subnet, zone }: Placement,
  size: Size | undefined,
  capabilities: Capabilities,
  cloud: string,
): void {
  const rules = requireFeature(capabilities, 'gateways.create', cloud);
  const use = subnetUse(rules, size);
  const kind = size ? `a gateway with size ${describeSize(size)}` : 'a gateway';
  if (use === 'required' && subnet === undefined)
    invalidArgument('network.subnet', `is needed: ${kind} on ${cloud} stands in a subnet`);
  if (use === 'unused' && subnet !== undefined)
    refuseUnused('network.subnet', `${kind} on ${cloud} stands in no subnet`);
  if (zone !== undefined && !rules.zone) refuseUnused('network.zone', `${cloud} chooses the zone`);
}

function checkAddresses(
  addresses: readonly string[] = [],
  size: Size | undefined,
  capabilities: Capabilities,
  cloud: string,
): void {
  const rules = requireFeature(capabilities, 'gateways.create', cloud);
  if (rules.addresses === 'required' && addresses.length === 0) {
    invalidArgument('addresses', `is needed: a gateway on ${cloud} always has a public address`);
  }
  if (rules.addresses === 'unused' && addresses.length > 0) {
    invalidArgument('addresses', `cannot be given at creation on ${cloud}; attach them to the new gateway`);
  }
  const { maximum } = requireFeature(capabilities, 'addresses.attach', cloud);
  const room = (size && addressesOf(size, capabilities.sizes)) ?? maximum;
  if (room !== undefined && addresses.length > room) {
    invalidArgument(
      'addresses',
      `are ${addresses.length}, and a gateway of this size on ${cloud} holds ${room}`,
    );
  }
}

export function invalidArgument(field: string, message: string): never {
  throw new NatError('invalid-argument', message, { field });
}

/** Input that the cloud has no use for: accepted in silence, it would seem to have had an effect. */
export function refuseUnused(field: string, reason: string): never {
  throw new NatError('unsupported', reason, { field, remedy: `leave ${field} out` });
}
