import * as z from 'zod';
import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import { type Gateway, type GatewayRecord, gatewaySpecSchema } from '../model/gateway.ts';
import { sizeRequestSchema } from '../model/size.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan } from '../runtime/operation-run.ts';
import { removing } from '../runtime/removed-before.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { snapshotOf } from '../runtime/snapshot.ts';
import { inOrder, onCloud, onGateway, requireMethod, singleStep } from './define.ts';
import { guardDeletion } from './guard-deletion.ts';
import { checkName, orderFrom } from './order.ts';
import { resizing } from './resize.ts';

const changeSchema = z
  .strictObject({ name: z.string().exactOptional(), description: z.string().exactOptional() })
  .refine((change) => Object.keys(change).length > 0, 'must give a name, a description or both');

export const gatewayMutations = {
  'gateways.create': onCloud(gatewaySpecSchema, (runtime, spec) => {
    const { driver, alias } = runtime;
    const order = orderFrom(spec, driver.capabilities, alias);
    return toGateway(runtime, 'the new gateway', (call) => driver.gateways.create(order, call));
  }),

  'gateways.change': onGateway(changeSchema, ({ runtime, key }, change) => {
    const { driver, alias } = runtime;
    const { capabilities, gateways } = driver;
    if (change.name !== undefined) {
      checkName(change.name, requireFeature(capabilities, 'gateways.rename', alias).names, 'name');
    }
    if (change.description !== undefined) {
      checkName(
        change.description,
        requireFeature(capabilities, 'gateways.description', alias).texts,
        'description',
      );
    }
    const feature = change.name === undefined ? 'gateways.description' : 'gateways.rename';
    const send = requireMethod(runtime, feature, gateways, 'change');
    return toGateway(runtime, 'the change to show', (call) => send(key, change, call));
  }),

  'gateways.resize': onGateway(z.strictObject({ size: sizeRequestSchema }), (target, { size }) =>
    toGateway(target.runtime, 'the new size', resizing(target, size)),
  ),

  'gateways.convert': onGateway(
    z.strictObject({ subnet: z.string().min(1).exactOptional() }),
    ({ runtime, key }, { subnet }) => {
      const send = requireMethod(runtime, 'gateways.convert', runtime.driver.gateways, 'convert');
      return toGateway(runtime, 'the conversion', (call) => send(key, subnet, call));
    },
  ),

  'gateways.protect': onGateway(z.strictObject({ on: z.boolean() }), ({ runtime, key }, { on }) => {
    const send = requireMethod(runtime, 'gateways.protect', runtime.driver.gateways, 'protect');
    return toGateway(runtime, 'the protection to change', (call) => send(key, on, call));
  }),

  'gateways.tag': onGateway(
    z.strictObject({ tags: z.record(z.string().min(1), z.string()) }),
    ({ runtime, key }, { tags }) => {
      const send = requireMethod(runtime, 'gateways.tags', runtime.driver.gateways, 'tag');
      return toGateway(runtime, 'the tags to show', (call) => send(key, tags, call));
    },
  ),

  'gateways.delete': onGateway(z.strictObject({ force: z.boolean() }), ({ runtime, key }, { force }) => {
    const { driver, alias } = runtime;
    requireFeature(driver.capabilities, force ? 'gateways.delete.force' : 'gateways.delete', alias);
    const remove = removing(async (call) => {
      guardDeletion(await driver.gateways.get(key, call), runtime);
      return driver.gateways.delete(key, force, call);
    });
    return singleStep('the gateway to be gone', remove);
  }),
};

/** A plan whose settled record becomes a snapshot under the cloud's alias. */
function toGateway(
  { alias }: Runtime,
  what: string,
  start: (call: Call) => Promise<Receipt<GatewayRecord>>,
): MutationPlan<Gateway> {
  return inOrder([{ name: what, start }], ([record]) => snapshotOf(alias, record as GatewayRecord));
}
