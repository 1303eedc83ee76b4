import {
  type AddressOrder,
  createAddress,
  releaseAddress,
  resizeAddress,
} from '../../world/baidu/addresses.ts';
import { paymentFrom } from '../../world/baidu/lifetime.ts';
import type { Address } from '../../world/baidu/model.ts';
import { regionOf } from '../../world/baidu/world.ts';
import { addressOrderBody, addressResizeBody, monthsOf, readBody } from './bodies.ts';
import { type Call, idOf, pagingOf, queryOf } from './call.ts';
import { addressView, pageView } from './views.ts';

/** The EIP service as far as NAT gateways need it: https://cloud.baidu.com/doc/EIP/s/Wjwvz30fv and the pages beside it. */

export function create(call: Call): unknown {
  return { eip: createAddress(call.world, call.scope, readOrder(call).order, call.faults).id };
}

export function createBatch(call: Call): unknown {
  const { order, count } = readOrder(call);
  const addresses = Array.from({ length: count }, () =>
    createAddress(call.world, call.scope, order, call.faults),
  );
  return { eips: addresses.map(({ id }) => id) };
}

function readOrder({ world, body }: Call): { readonly order: AddressOrder; readonly count: number } {
  const { name, bandwidthInMbps, billing, tags, count } = readBody(addressOrderBody, body);
  const order = {
    name: name ?? 'eip',
    bandwidth: bandwidthInMbps,
    billingMethod: billing.billingMethod ?? 'ByBandwidth',
    payment: paymentFrom(world, monthsOf(billing)),
    tags: tags ?? [],
  };
  return { order, count: count ?? 1 };
}

export function list(call: Call): unknown {
  const paging = pagingOf(call);
  const { addresses } = regionOf(call.world, call.scope);
  const page = addresses.page(paging.marker, paging.maxKeys, filterOf(call));
  return pageView('eipList', page, paging, ({ id }) => id, addressView);
}

/** All filters must match. */
function filterOf(call: Call): (address: Address) => boolean {
  const wanted = [
    [queryOf(call, 'eip'), ({ id }: Address) => id],
    [queryOf(call, 'name'), ({ name }: Address) => name],
    [queryOf(call, 'status'), ({ status }: Address) => status],
    [queryOf(call, 'instanceId'), ({ boundTo }: Address) => boundTo],
    [queryOf(call, 'instanceType'), ({ boundTo }: Address) => (boundTo === undefined ? undefined : 'NAT')],
  ] as const;
  const ids = queryOf(call, 'eipIds')?.split(',');
  return (address) =>
    wanted.every(([value, read]) => value === undefined || read(address) === value) &&
    (ids === undefined || ids.includes(address.instanceId));
}

export function resize(call: Call): void {
  const { newBandwidthInMbps } = readBody(addressResizeBody, call.body);
  resizeAddress(call.world, call.scope, idOf(call, 'eip'), newBandwidthInMbps);
}

export function release(call: Call): void {
  releaseAddress(call.world, call.scope, idOf(call, 'eip'));
}
