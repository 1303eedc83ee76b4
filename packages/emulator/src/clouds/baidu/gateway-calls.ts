import { type AddressWish, bindAddresses, unbindAddresses } from '../../world/baidu/bindings.ts';
import {
  createGateway,
  type GatewayOrder,
  protectGateway,
  releaseGateway,
  renameGateway,
  resizeGateway,
} from '../../world/baidu/gateways.ts';
import { paymentFrom, renewGateway } from '../../world/baidu/lifetime.ts';
import type { AddressUse, Gateway } from '../../world/baidu/model.ts';
import { Refusal } from '../../world/baidu/refusal.ts';
import { findGateway, findVpc } from '../../world/baidu/world.ts';
import {
  bindingBody,
  gatewayOrderBody,
  monthsOf,
  protectionBody,
  readBody,
  renameBody,
  renewalBody,
  resizeBody,
} from './bodies.ts';
import { type Call, idOf, pagingOf, queryOf } from './call.ts';
import { gatewayView, pageView } from './views.ts';

export function create(call: Call): unknown {
  const order = readOrder(call);
  return { natId: createGateway(call.world, call.scope, order, call.faults).id };
}

function readOrder({ world, body }: Call): GatewayOrder {
  const order = readBody(gatewayOrderBody, body);
  return {
    name: order.name,
    vpcId: order.vpcId,
    capacity:
      order.spec === undefined
        ? { kind: 'enhanced', units: order.cuNum ?? 1 }
        : { kind: 'normal', spec: order.spec },
    payment: paymentFrom(world, monthsOf(order.billing)),
    addresses: wishFrom(order),
    ipVersion: order.ipVersion ?? 'v4',
    sessionConfig: order.sessionConfig,
    tags: order.tags ?? [],
    resourceGroupId: order.resourceGroupId,
    releaseProtection: order.deleteProtect ?? false,
  };
}

interface AddressFields {
  readonly eips?: readonly string[] | undefined;
  readonly dnatEips?: readonly string[] | undefined;
  readonly bindEips?: readonly string[] | undefined;
}

function wishFrom({ eips = [], dnatEips = [], bindEips = [] }: AddressFields): AddressWish {
  const fields: readonly (readonly [AddressUse, readonly string[]])[] = [
    ['snat', eips],
    ['dnat', dnatEips],
    ['both', bindEips],
  ];
  const wish = new Map(fields.flatMap(([use, ips]) => ips.map((ip) => [ip, use] as const)));
  if (wish.size === eips.length + dnatEips.length + bindEips.length) return wish;
  throw new Refusal('value-invalid', 'An address is named twice.');
}

export function list(call: Call): unknown {
  const vpcId = queryOf(call, 'vpcId');
  if (vpcId === undefined) throw new Refusal('value-invalid', 'vpcId is required.');
  const paging = pagingOf(call);
  const { gateways } = findVpc(call.world, call.scope, vpcId);
  const page = gateways.page(paging.marker, paging.maxKeys, filterOf(call));
  return pageView('nats', page, paging, ({ id }) => id, gatewayView);
}

function filterOf(call: Call): (gateway: Gateway) => boolean {
  const id = queryOf(call, 'natId');
  const name = queryOf(call, 'name');
  const ip = queryOf(call, 'ip');
  return (gateway) =>
    (id === undefined || gateway.id === id) &&
    (name === undefined || gateway.name === name) &&
    (ip === undefined || gateway.addresses.has(ip));
}

export function get(call: Call): unknown {
  return gatewayView(findGateway(call.world, call.scope, idOf(call, 'natId')));
}

export function rename(call: Call): void {
  const { name } = readBody(renameBody, call.body);
  renameGateway(call.world, call.scope, idOf(call, 'natId'), name);
}

export function protect(call: Call): void {
  const { deleteProtect } = readBody(protectionBody, call.body);
  protectGateway(call.world, call.scope, idOf(call, 'natId'), deleteProtect);
}

export function resize(call: Call): void {
  const { cuNum } = readBody(resizeBody, call.body);
  resizeGateway(call.world, call.scope, idOf(call, 'natId'), cuNum, call.faults);
}

export function renew(call: Call): void {
  const { reservationLength } = readBody(renewalBody, call.body).billing.reservation;
  renewGateway(call.world, call.scope, idOf(call, 'natId'), reservationLength, call.faults);
}

export function release(call: Call): void {
  releaseGateway(call.world, call.scope, idOf(call, 'natId'), call.faults);
}

export function bind(call: Call): void {
  const wish = wishFrom(readBody(bindingBody, call.body));
  bindAddresses(call.world, call.scope, idOf(call, 'natId'), wish, call.faults);
}

export function unbind(call: Call): void {
  const wish = wishFrom(readBody(bindingBody, call.body));
  unbindAddresses(call.world, call.scope, idOf(call, 'natId'), wish, call.faults);
}
