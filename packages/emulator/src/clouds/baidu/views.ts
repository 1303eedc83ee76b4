import type { MarkedPage } from '../../common/collection.ts';
import { cidrOf, sizeOf } from '../../common/ipv4.ts';
import type { DnatRule, PortRange } from '../../world/baidu/dnat-rule.ts';
import type {
  Address,
  AddressGroup,
  AddressUse,
  Gateway,
  Payment,
  SnatRule,
  Subnet,
  Vpc,
} from '../../world/baidu/model.ts';
import type { Paging } from './call.ts';

/** Facts of the world in the field names of the documents. */

/** `marker` is missing in an empty list, `nextMarker` on the last page. */
export function pageView<Item>(
  field: string,
  { items, next }: MarkedPage<Item>,
  { marker, maxKeys }: Paging,
  identify: (item: Item) => string,
  view: (item: Item) => unknown,
): Record<string, unknown> {
  const [first] = items;
  return {
    [field]: items.map(view),
    ...(first === undefined ? {} : { marker: marker === '' ? identify(first) : marker }),
    isTruncated: next !== undefined,
    ...(next === undefined ? {} : { nextMarker: next }),
    maxKeys,
  };
}

export function gatewayView(gateway: Gateway): Record<string, unknown> {
  const { capacity, payment, sessionConfig, resourceGroupId } = gateway;
  return {
    id: gateway.id,
    name: gateway.name,
    natType: capacity.kind,
    vpcId: gateway.vpcId,
    ...(capacity.kind === 'normal' ? { spec: capacity.spec } : { cuNum: capacity.units }),
    eips: addressesFor(gateway, 'snat'),
    dnatEips: addressesFor(gateway, 'dnat'),
    bindEips: [...gateway.addresses.keys()],
    status: gateway.state,
    paymentTiming: payment.timing,
    expiredTime: expiryOf(payment),
    createTime: isoTime(gateway.createdAt).replace('T', ' ').replace('Z', ''),
    tags: gateway.tags,
    deleteProtect: gateway.releaseProtection,
    ipVersion: gateway.ipVersion,
    ...(sessionConfig === undefined ? {} : { sessionConfig }),
    ...(resourceGroupId === undefined ? {} : { resourceGroupId }),
  };
}

function addressesFor({ addresses }: Gateway, wanted: AddressUse): readonly string[] {
  return [...addresses].filter(([, use]) => use === wanted).map(([ip]) => ip);
}

export function snatRuleView(rule: SnatRule): Record<string, unknown> {
  return {
    ruleId: rule.id,
    ruleName: rule.name,
    publicIpsAddress: rule.addresses,
    sourceCIDR: rule.source,
    status: 'active',
  };
}

export function dnatRuleView(rule: DnatRule): Record<string, unknown> {
  return {
    ruleId: rule.id,
    ruleName: rule.name,
    publicIpAddress: rule.address,
    privateIpAddress: rule.privateAddress,
    protocol: rule.protocol,
    ...portFields(rule.forwarding),
    status: 'active',
  };
}

export interface PortFields {
  readonly publicPort?: number | undefined;
  readonly privatePort?: number | undefined;
  readonly publicPortRange?: string | undefined;
  readonly privatePortRange?: string | undefined;
}

export function portFields(forwarding: DnatRule['forwarding']): PortFields {
  switch (forwarding.kind) {
    case 'everything':
      return {};
    case 'port':
      return { publicPort: forwarding.outside, privatePort: forwarding.inside };
    case 'range':
      return {
        publicPortRange: rangeText(forwarding.outside),
        privatePortRange: rangeText(forwarding.inside),
      };
  }
}

function rangeText({ first, last }: PortRange): string {
  return `${first}-${last}`;
}

export function vpcView(vpc: Vpc): Record<string, unknown> {
  return {
    vpcId: vpc.id,
    name: vpc.name,
    cidr: vpc.cidr,
    description: '',
    isDefault: false,
    secondaryCidr: vpc.secondaryCidrs,
    tags: [],
    createdTime: isoTime(vpc.createdAt),
  };
}

export function subnetView(subnet: Subnet): Record<string, unknown> {
  // The first, the second and the last address of a subnet are the provider's.
  const free = sizeOf(cidrOf(subnet.cidr)) - 3;
  return {
    subnetId: subnet.id,
    name: subnet.name,
    zoneName: subnet.zone,
    cidr: subnet.cidr,
    vpcId: subnet.vpcId,
    subnetType: 'BCC',
    description: '',
    createdTime: isoTime(subnet.createdAt),
    availableIp: free,
    tags: [],
  };
}

export function addressView(address: Address): Record<string, unknown> {
  return {
    name: address.name,
    eip: address.id,
    eipId: address.instanceId,
    status: address.status,
    eipInstanceType: address.groupId === undefined ? 'normal' : 'shared',
    instanceType: address.boundTo === undefined ? '' : 'NAT',
    instanceId: address.boundTo ?? '',
    shareGroupId: address.groupId ?? '',
    ...(address.groupId === undefined ? {} : { nativeGroup: address.before === undefined }),
    bandwidthInMbps: address.bandwidth,
    paymentTiming: address.payment.timing,
    billingMethod: address.payment.timing === 'Postpaid' ? address.billingMethod : '',
    createTime: isoTime(address.createdAt),
    expireTime: expiryOf(address.payment),
    region: address.region,
    tags: address.tags,
  };
}

export function groupView(
  group: AddressGroup,
  findAddress: (ip: string) => Address | undefined,
): Record<string, unknown> {
  const addresses = group.addresses.map(findAddress).filter((address) => address !== undefined);
  return {
    id: group.id,
    name: group.name,
    status: group.status,
    bandwidthInMbps: group.bandwidth,
    paymentTiming: group.payment.timing,
    billingMethod: group.payment.timing === 'Postpaid' ? group.billingMethod : '',
    createTime: isoTime(group.createdAt),
    expireTime: expiryOf(group.payment),
    region: group.region,
    eips: addresses.map(addressView),
    tags: [],
  };
}

function expiryOf(payment: Payment): string {
  return payment.timing === 'Prepaid' ? isoTime(payment.expiresAt) : '';
}

/** Seconds are the finest the API knows. */
function isoTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
