import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import { type AddressSpec, type AttachFor, addressSpecSchema, type PublicAddress } from '../model/address.ts';
import type { MutationPlan, Request } from '../runtime/mutation-plan.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { inOrder, onCloud, onGateway, requireMethod, singleStep, type Target } from './define.ts';
import { refuseUnused } from './order.ts';
import { checkSold } from './sold.ts';
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
  checkSold(spec, meteredBy, { cloud: alias, what: 'public IP' });
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
