import {
  LIMITS,
  type Model,
  type ModelAddress,
  type ModelGateway,
  type ModelSubnet,
  type Reason,
} from './model.ts';

/** The rules as the documents state them: each answers every reason there is to refuse. Their order is nobody's promise. */

export interface Part {
  readonly subnet: ModelSubnet | undefined;
  readonly ips: readonly string[];
}

export type Reasons = readonly Reason[];

export const when = (condition: boolean, reason: Reason): Reasons => (condition ? [reason] : []);

export function onGateway(
  model: Model,
  vpc: string,
  gateway: ModelGateway | undefined,
  action = 'write',
): Reasons {
  if (!model.vpcs.has(vpc)) return ['vpc'];
  if (gateway === undefined || gateway.vpc !== vpc) return ['gateway'];
  const failed = gateway.stage === 'failed' && action !== 'delete';
  return when(failed || gateway.stage === 'creating' || gateway.stage === 'deleting', 'busy');
}

export const validName = (name: string) => /^[一-鿿a-zA-Z0-9_]{1,25}$/.test(name);
export const validSpec = (spec: number) => [1_000_000, 3_000_000, 10_000_000].includes(spec);

export function useAddresses(
  vpc: string,
  exclusive: number,
  addresses: readonly (ModelAddress | undefined)[],
): Reasons {
  return addresses.flatMap((address) => {
    if (address === undefined) return ['address'] as const;
    if (address.vpc !== vpc) return ['other-vpc'] as const;
    return [
      ...when(address.exclusive !== exclusive, 'address'),
      ...when(address.state !== 'free', 'address-used'),
    ];
  });
}

export function countAddresses(model: Model, have: number, assigned: number, auto: number): Reasons {
  return [
    ...when(auto > LIMITS.addresses || assigned + auto === 0, 'value'),
    ...when(have + assigned + auto > LIMITS.addresses, 'too-many'),
    ...when(auto > 0 && model.livingAddresses() + auto > LIMITS.quota, 'stock'),
  ];
}

export function dropAddresses(
  model: Model,
  gateway: ModelGateway,
  addresses: readonly (ModelAddress | undefined)[],
): Reasons {
  const staying = model
    .addressesOf(gateway)
    .filter((each) => each.state === 'bound' && !addresses.includes(each));
  const each = addresses.flatMap((address): Reasons => {
    if (address === undefined) return ['address'];
    if (address.vpc !== gateway.vpc) return ['other-vpc'];
    if (address.gateway !== gateway || address.state === 'unbinding') return ['address'];
    return when(address.state !== 'bound', 'busy');
  });
  return [...each, ...when(staying.length === 0, 'last')];
}

export function joinSubnets(
  vpc: string,
  mode: number,
  whole: readonly (ModelSubnet | undefined)[],
  parts: readonly Part[],
  gateway?: ModelGateway,
): Reasons {
  const named = parts.map(({ subnet }) => subnet);
  const twice = new Set(named).size < named.length || named.some((subnet) => whole.includes(subnet));
  return [
    ...when(
      [...whole, ...named].some((subnet) => subnet?.vpc !== vpc),
      'subnet',
    ),
    ...when(twice, 'value'),
    ...parts.flatMap((part) => when(!inside(part), 'value')),
    ...when(mode === 1 && parts.length > 0, 'value'),
    ...when(mode === 1 && whole.some((subnet) => (subnet?.mask ?? 0) > 24), 'value'),
    ...when(
      whole.some((subnet) => subnet?.gateway !== undefined),
      'subnet-used',
    ),
    ...when(
      parts.some((part) => excluded(part, gateway)),
      'subnet-used',
    ),
  ];
}

function inside({ subnet, ips }: Part): boolean {
  return ips.every((ip) => subnet !== undefined && ip.startsWith(`${subnet.prefix}.`));
}

function excluded({ subnet, ips }: Part, gateway: ModelGateway | undefined): boolean {
  if (subnet?.gateway === undefined) return false;
  const inPart = subnet.gateway === gateway && !subnet.joins.has('whole');
  return !inPart || ips.some((ip) => subnet.joins.get(ip) === 'leaving');
}

export function leaveSubnets(gateway: ModelGateway, whole: readonly (ModelSubnet | undefined)[]): Reasons {
  return whole.flatMap((subnet): Reasons => {
    if (subnet === undefined || subnet.vpc !== gateway.vpc) return ['subnet'];
    if (subnet.gateway !== gateway) return ['value'];
    const states = [...subnet.joins.values()];
    return [
      ...when(states.includes('joining'), 'busy'),
      ...when(!states.some((state) => state !== 'leaving'), 'value'),
    ];
  });
}

export function leaveParts(gateway: ModelGateway, parts: readonly Part[]): Reasons {
  const named = parts.map(({ subnet }) => subnet);
  return [
    ...when(new Set(named).size < named.length, 'value'),
    ...parts.flatMap((part): Reasons => {
      const { subnet, ips } = part;
      if (subnet === undefined || subnet.vpc !== gateway.vpc) return ['subnet'];
      const states = ips.map((ip) => (subnet.gateway === gateway ? subnet.joins.get(ip) : undefined));
      return [
        ...when(!inside(part), 'value'),
        ...when(states.includes('joining'), 'busy'),
        ...when(
          states.some((state) => state === undefined || state === 'leaving'),
          'value',
        ),
      ];
    }),
  ];
}

export function roomInVpc(model: Model, vpc: string, exclusive: number): Reasons {
  const others = model.gateways.filter((each) => each.vpc === vpc && !each.failed);
  return [
    ...when(others.length >= LIMITS.gatewaysPerVpc, 'vpc-full'),
    ...when(
      others.some((each) => each.exclusive !== exclusive),
      'value',
    ),
  ];
}
