import * as z from 'zod';
import { bandwidthSpecSchema } from '../model/bandwidth.ts';
import { ipv4Schema } from '../model/cidr.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { onGateway, requireMethod, resourceOf, singleStep } from './define.ts';

const id = z.string().min(1, 'must name a bandwidth package');
const whole = z.number().int('must be a whole number').positive('must be positive');
const bandwidthOf = (runtime: Runtime) => resourceOf(runtime, 'bandwidth', 'bandwidth.packages');

export const bandwidthMutations = {
  'bandwidth.create': onGateway(bandwidthSpecSchema, ({ runtime, key }, spec) => {
    const facet = bandwidthOf(runtime);
    return singleStep('the bandwidth package', (call) => facet.create(key, spec, call));
  }),

  'bandwidth.change': onGateway(
    z.strictObject({ id, name: z.string().exactOptional(), description: z.string().exactOptional() }),
    ({ runtime, key }, { id: subject, ...change }) => {
      const facet = bandwidthOf(runtime);
      return singleStep('the change to show', (call) => facet.change(key, subject, change, call));
    },
  ),

  'bandwidth.resize': onGateway(z.strictObject({ id, bandwidthMbps: whole }), ({ runtime, key }, input) => {
    const facet = bandwidthOf(runtime);
    return singleStep('the new bandwidth', (call) => facet.resize(key, input.id, input.bandwidthMbps, call));
  }),

  'bandwidth.addAddresses': onGateway(z.strictObject({ id, count: whole }), ({ runtime, key }, input) => {
    const facet = bandwidthOf(runtime);
    return singleStep('the added addresses', (call) => facet.addAddresses(key, input.id, input.count, call));
  }),

  'bandwidth.removeAddresses': onGateway(
    z.strictObject({ id, addresses: z.array(ipv4Schema).min(1, 'must name at least one address') }),
    ({ runtime, key }, input) => {
      const facet = bandwidthOf(runtime);
      return singleStep('the addresses to be gone', (call) =>
        facet.removeAddresses(key, input.id, input.addresses, call),
      );
    },
  ),

  'bandwidth.convert': onGateway(z.strictObject({ id }), ({ runtime, key }, input) => {
    const send = requireMethod(runtime, 'bandwidth.convert', bandwidthOf(runtime), 'convert');
    return singleStep(
      'the conversion',
      removing((call) => send(key, input.id, call)),
    );
  }),

  'bandwidth.delete': onGateway(z.strictObject({ id, force: z.boolean() }), ({ runtime, key }, input) => {
    const facet = bandwidthOf(runtime);
    const remove = removing((call) => facet.delete(key, input.id, input.force, call));
    return singleStep('the package to be gone', remove);
  }),
};
