import type { DnatRule } from './dnat-rule.ts';
import type { Address, AddressGroup, Gateway, Payment, SnatRule, Subnet, Vpc } from './model.ts';
import type { RegionState, World } from './world.ts';

/** The whole state as plain JSON, always in the same order. */
export function snapshotOf(world: World): Record<string, unknown> {
  return {
    account: { ...world.account },
    regions: Object.fromEntries([...world.regions].map(([name, region]) => [name, regionSnapshot(region)])),
  };
}

function regionSnapshot(region: RegionState): Record<string, unknown> {
  return {
    vpcs: [...region.vpcs].map(vpcSnapshot),
    subnets: [...region.subnets].map(subnetSnapshot),
    addresses: [...region.addresses].map(addressSnapshot),
    groups: [...region.groups].map(groupSnapshot),
  };
}

function vpcSnapshot({ gateways, createdAt, ...vpc }: Vpc): Record<string, unknown> {
  return { ...vpc, createdAt: time(createdAt), gateways: [...gateways].map(gatewaySnapshot) };
}

function subnetSnapshot({ createdAt, ...subnet }: Subnet): Record<string, unknown> {
  return { ...subnet, createdAt: time(createdAt) };
}

function addressSnapshot({ createdAt, payment, ...address }: Address): Record<string, unknown> {
  return { ...address, payment: paymentSnapshot(payment), createdAt: time(createdAt) };
}

function groupSnapshot({ createdAt, payment, ...group }: AddressGroup): Record<string, unknown> {
  return { ...group, payment: paymentSnapshot(payment), createdAt: time(createdAt) };
}

function gatewaySnapshot(gateway: Gateway): Record<string, unknown> {
  return {
    id: gateway.id,
    name: gateway.name,
    state: gateway.state,
    stoppedFor: gateway.stoppedFor,
    capacity: gateway.capacity,
    payment: paymentSnapshot(gateway.payment),
    releaseProtection: gateway.releaseProtection,
    addresses: Object.fromEntries(gateway.addresses),
    ipVersion: gateway.ipVersion,
    sessionConfig: gateway.sessionConfig,
    tags: gateway.tags,
    resourceGroupId: gateway.resourceGroupId,
    createdAt: time(gateway.createdAt),
    removedAt: gateway.removal === undefined ? undefined : time(gateway.removal.due),
    snatRules: [...gateway.snatRules].map((rule: SnatRule) => ({ ...rule })),
    dnatRules: [...gateway.dnatRules].map((rule: DnatRule) => ({ ...rule })),
  };
}

function paymentSnapshot(payment: Payment): Record<string, unknown> {
  return payment.timing === 'Prepaid'
    ? { timing: payment.timing, expiresAt: time(payment.expiresAt) }
    : { timing: payment.timing };
}

function time(instant: number): string {
  return new Date(instant).toISOString();
}
