import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import {
  type AddressOffers,
  type AddressSpec,
  type AttachFor,
  addressSpecSchema,
  meterings,
  type PublicAddress,
} from '../model/address.ts';
import type { MutationPlan, Request } from '../runtime/mutation-plan.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { inOrder, onCloud, onGateway, requireMethod, singleStep, type Target } from './define.ts';
import { invalidArgument, refuseUnused } from './order.ts';
import { swapPlan } from './swap.ts';

const address = z.string().min(1, 'must be a public address or its allocation id');
const purpose = z.enum(['any', 'snat', 'dnat']);

export const addressMutations = {
  'addresses.allocate': onCloud(addressSpecSchema, (runtime, spec) => {
    checkOrder(spec, runtime);
    return single(allocating(runtime, spec));
  }),

  'addresses.attach': onGateway(z.strictObject({ address, purpose }), (target, input) => {
    checkPurpose(target.runtime, input.purpose);
    return single(attaching(target, input.address, input.purpose));
  }),

  'addresses.detach': onGateway(z.strictObject({ address }), (target, input) =>
    single<void>(detaching(target, input.address)),
  ),

  'addresses.swap': onGateway(
    z.strictObject({ from: address, to: address, purpose }).refine(({ from, to }) => from !== to, {
      path: ['to'],
      message: 'must differ from the address it replaces',
    }),
    (target, { from, to, purpose: use }) => {
      checkPurpose(target.runtime, use);
      return swapPlan(target, { from, to, use }, attaching(target, to, use), detaching(target, from));
    },
  ),

  'addresses.release': onCloud(z.strictObject({ address }), (runtime, input) => {
    const send = requireMethod(runtime, 'addresses.release', runtime.driver.addresses, 'release');
    return singleStep(
      'the address to be released',
      removing((call) => send(input.address, call)),
    );
  }),
};

/** What the cloud's facts say about an order, with the field named. */
export function checkOrder(spec: AddressSpec, { driver, alias }: Runtime): void {
  const { meteredBy, network } = requireFeature(driver.capabilities, 'addresses.allocate', alias);
  checkSold(spec, meteredBy, alias);
  if (spec.network !== undefined && !network)
    refuseUnused('network', `addresses on ${alias} belong to no network`);
}

export function allocating(runtime: Runtime, spec: AddressSpec): Request {
  const send = requireMethod(runtime, 'addresses.allocate', runtime.driver.addresses, 'allocate');
  return {
    name: 'a new public address',
    start: (call) => send(spec, call),
    as: { mutation: 'addresses.allocate', key: undefined },
  };
}

/** Refuses what the cloud does not sell; without `meteredBy`, any of its ways of paying may fit. */
function checkSold({ meteredBy, bandwidthMbps }: AddressSpec, offers: AddressOffers, cloud: string): void {
  const ways = meterings.filter((way) => offers[way] !== undefined);
  if (meteredBy !== undefined && !ways.includes(meteredBy)) {
    throw new NatError('unsupported', `${cloud} sells no public IP metered by ${meteredBy}`, {
      field: 'meteredBy',
      remedy: ['leave it out', ...ways.map((way) => `set it to ${way}`)].join(', or '),
    });
  }
  const considered = meteredBy === undefined ? ways : [meteredBy];
  if (bandwidthMbps === undefined || considered.length === 0) return;
  const ranges = considered.map((way) => offers[way]).filter((offer) => typeof offer === 'object');
  if (ranges.some(({ from, to }) => from <= bandwidthMbps && bandwidthMbps <= to)) return;
  if (ranges.length === 0)
    invalidArgument('bandwidthMbps', `has no meaning on ${cloud} when metered by ${meteredBy}; leave it out`);
  const sold = [...new Set(ranges.map(({ from, to }) => `${from} to ${to}`))].join(' or ');
  invalidArgument('bandwidthMbps', `must be ${sold} on ${cloud}`);
}

export const attaching = ({ runtime, key }: Target, ip: string, use: AttachFor): Request => ({
  name: `${ip} to be attached`,
  start: (call) => runtime.driver.addresses.attach(key, ip, use, call),
});

export const detaching = ({ runtime, key }: Target, ip: string): Request => ({
  name: `${ip} to be detached`,
  start: removing((call) => runtime.driver.addresses.detach(key, ip, call)),
});

const single = <T = PublicAddress>(step: Request): MutationPlan<T> =>
  inOrder([step], ([value]) => value as T);

function checkPurpose({ driver, alias }: Runtime, use: AttachFor): void {
  if (use !== 'any') requireFeature(driver.capabilities, 'addresses.pools', alias, 'purpose');
}
