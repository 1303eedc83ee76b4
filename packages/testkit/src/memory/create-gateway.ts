import {
  type Billing,
  type BillingChoice,
  type GatewayOrder,
  type GatewayRecord,
  monthsOf,
  NatError,
} from '@polynat/core';
import { addressOf, mustBeFree } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { viewGateway } from './gateway-view.ts';
import { limitOf } from './limits.ts';
import { monthsLater } from './months.ts';
import { mustHaveZone, subnetOf } from './network-rules.ts';
import { passing, type Work } from './work.ts';
import { networkOf, type StoredAddress, type StoredGateway } from './world.ts';

/** What a gateway gets when the order names no size. */
const defaultSize = { tier: 'small' } as const;

export function creation(context: DriverContext, order: GatewayOrder): Work<GatewayRecord> {
  const { account } = context;
  const network = networkOf(account.world, order.network.vpc);
  if (order.network.subnet !== undefined) subnetOf(network, order.network.subnet, 'network.subnet');
  if (order.network.zone !== undefined) mustHaveZone(network, order.network.zone, 'network.zone');
  mustFitNetwork(context, network.vpc);
  const addresses = (order.addresses ?? []).map((ip) => addressOf(account.world, ip));
  for (const address of addresses) mustBeFree(address);

  const gateway = build(context, order);
  account.world.gateways.set(gateway.id, gateway);
  for (const address of addresses) attach(address, gateway.id);
  return passing(gateway, creating, {
    seen: 'creating',
    undo: () => Object.assign(gateway, { state: 'failed' }),
    result: () => viewGateway(account, gateway),
  });
}

const creating = { during: 'creating', after: 'available' } as const;

/** What a gateway has that was ordered without options. */
const usualOptions = { icmpReply: true, affinity: true, bindMode: 'multi' } as const;

function build({ account, region }: DriverContext, order: GatewayOrder): StoredGateway {
  const { serial, id } = account.world.number('nat');
  const now = account.clock.now();
  return {
    serial,
    id,
    key: { region, id },
    placement: order.network,
    created: now,
    name: order.name ?? id,
    description: order.description ?? '',
    state: 'creating',
    size: order.size ?? defaultSize,
    outboundMbps: order.outboundMbps,
    options: { ...usualOptions, ...order.options },
    generation: 'normal',
    billing: billingFor(order.billing, order.size ?? defaultSize, now),
    protected: order.protected ?? false,
    tags: order.tags ?? {},
  };
}

function billingFor(choice: BillingChoice, size: object, now: number): Billing {
  if (choice.mode === 'on-demand') {
    return { mode: 'on-demand', meteredBy: 'metered' in size ? 'usage' : 'spec', status: 'good' };
  }
  const expires = new Date(monthsLater(now, monthsOf(choice.term))).toISOString();
  return { mode: 'prepaid', expires, autoRenew: false, status: 'good' };
}

function mustFitNetwork(context: DriverContext, vpc: string): void {
  const { perNetwork } = limitOf(context, 'gateways.create') ?? {};
  const standing = [...context.account.world.gateways.values()].filter(
    ({ placement }) => placement.vpc === vpc,
  );
  if (perNetwork === undefined || standing.length < perNetwork) return;
  throw new NatError('quota-exceeded', `network ${vpc} holds ${perNetwork} gateways at most`, {
    remedy: 'delete a gateway of this network or use another network',
  });
}

const attach = (address: StoredAddress, gateway: string): void => {
  Object.assign(address, { gateway });
};
