import * as z from 'zod';
import type { ItemResult } from '../batch.ts';
import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import {
  type Gateway,
  type GatewayRecord,
  gatewayChangeSchema,
  gatewaySpecSchema,
} from '../model/gateway.ts';
import { sizeRequestSchema } from '../model/size.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan } from '../runtime/mutation-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { snapshotOf } from '../runtime/snapshot.ts';
import { batchPlan } from './batch.ts';
import { checkChange, featureOf } from './change.ts';
import { inOrder, onCloud, onGateway, requireMethod } from './define.ts';
import { deletion } from './delete-gateway.ts';
import { orderFrom } from './order.ts';
import { resizing } from './resize.ts';
import { update } from './update.ts';

const createAllSchema = z.strictObject({
  gateways: z.array(gatewaySpecSchema).min(1, 'must hold at least one gateway'),
});

export const gatewayMutations = {
  'gateways.create': onCloud(gatewaySpecSchema, (runtime, spec) => {
    const { driver, alias } = runtime;
    const order = orderFrom(spec, driver.capabilities, alias);
    return toGateway(runtime, 'the new gateway', (call) => driver.gateways.create(order, call));
  }),

  'gateways.createAll': onCloud(createAllSchema, (runtime, { gateways }) => {
    const { driver, alias } = runtime;
    const items = gateways.map((spec, index) => ({
      spec,
      order: withinItem(`gateways.${index}`, () => orderFrom(spec, driver.capabilities, alias)),
    }));
    const batch = batchPlan<(typeof items)[number], GatewayRecord>({
      items,
      what: 'gateway',
      start: ({ order }, _index, call) => driver.gateways.create(order, call),
      alone: ({ spec }) => ({ mutation: 'gateways.create', input: spec }),
      idOf: ({ key }) => key.id,
    });
    return {
      ...batch,
      run: async (steps) => (await batch.run(steps)).map((result) => gatewayResult(alias, result)),
    };
  }),

  'gateways.change': onGateway(gatewayChangeSchema, ({ runtime, key }, change) => {
    checkChange(change, runtime);
    const send = requireMethod(runtime, featureOf(change), runtime.driver.gateways, 'change');
    return toGateway(runtime, 'the change to show', (call) => send(key, change, call));
  }),

  'gateways.update': update,

  'gateways.resize': onGateway(z.strictObject({ size: sizeRequestSchema }), (target, { size }) => {
    const { driver } = target.runtime;
    const way = resizing(target, size);
    return toGateway(target.runtime, 'the new size', async (call) => {
      const gateway = way.mustLook ? await driver.gateways.get(target.key, call) : undefined;
      return way.send(way.sizeFor(gateway), call);
    });
  }),

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
      return toGateway(runtime, 'the tags to show', (call) => send(key, { set: tags }, call));
    },
  ),

  'gateways.delete': deletion,
};

const gatewayResult = (alias: string, result: ItemResult<GatewayRecord>): ItemResult<Gateway> =>
  result.error ? result : { ...result, value: snapshotOf(alias, result.value) };

/** Names the item whose facts do not fit. */
function withinItem<T>(place: string, check: () => T): T {
  try {
    return check();
  } catch (thrown) {
    const error = NatError.from(thrown);
    throw error.with({ field: error.field === undefined ? place : `${place}.${error.field}` });
  }
}

/** A plan whose settled record becomes a snapshot under the cloud's alias. */
function toGateway(
  { alias }: Runtime,
  what: string,
  start: (call: Call) => Promise<Receipt<GatewayRecord>>,
): MutationPlan<Gateway> {
  return inOrder([{ name: what, start }], ([record]) => snapshotOf(alias, record as GatewayRecord));
}
