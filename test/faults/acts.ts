import {
  type CallOptions,
  type Driver,
  formatIpv4,
  type GatewayHandle,
  type GatewaySpec,
  type Mutation,
  type Operation,
  type OptionalResources,
  parseCidr,
  prepaid,
  type Receipt,
  requireFeature,
  type Size,
  type SizeRequest,
  type SnatSource,
  valuesOf,
} from '@polynat/core';
import { addressSpecOn, placementOn } from '../placement.ts';
import type { Stage } from './stage.ts';

/** A write, ready to be done; again under the same token, it is the same write. */
export type Act = (options?: CallOptions) => Operation<unknown>;

/** Brings about what a write needs, undisturbed, and gives the write itself. */
export type Arrange = (stage: Stage) => Promise<Act>;

/** Two sizes a gateway can have one after the other, the second larger. */
function sizesOf({ cloud }: Stage): readonly [Size, Size] {
  const { sizes = cloud.capabilities.sizes } = requireFeature(
    cloud.capabilities,
    'gateways.resize',
    cloud.alias,
  );
  const [small, large] = sizes.offers.map(({ size }) => size);
  if (small && large) return [small, large];
  if (sizes.units) return [{ units: sizes.units.from }, { units: sizes.units.from + 2 }];
  throw new Error(`${cloud.alias} sells one size`);
}

export async function specOf(stage: Stage, size?: SizeRequest): Promise<GatewaySpec> {
  const { place, cloud } = stage;
  const { addresses } = requireFeature(cloud.capabilities, 'gateways.create', cloud.alias);
  return {
    name: 'shop',
    network: placementOn(cloud, place, size),
    ...(addresses === 'required' && { addresses: [await newAddress(stage)], size: sizesOf(stage)[0] }),
  };
}

export async function newAddress({ cloud, place, nextFree }: Stage): Promise<string> {
  return nextFree() ?? (await cloud.addresses.allocate(addressSpecOn(cloud, place))).ip;
}

export async function newGateway(stage: Stage, more: Partial<GatewaySpec> = {}): Promise<GatewayHandle> {
  const { ref } = await stage.cloud.gateways.create({
    ...(await specOf(stage, more.size)),
    ...more,
  });
  return stage.nat.gateway(ref);
}

/** A gateway of the smallest size; the one that can be resized, converted, and given bandwidth packages. */
const smallGateway = (stage: Stage): Promise<GatewayHandle> => newGateway(stage, { size: sizesOf(stage)[0] });

/** A gateway with an address that rules can use. */
export async function equipped(stage: Stage): Promise<{ handle: GatewayHandle; ip: string }> {
  const handle = await newGateway(stage);
  const [bound] = (await handle.get()).addresses;
  if (bound) return { handle, ip: bound.ip };
  const ip = await newAddress(stage);
  await handle.addresses.attach(ip);
  return { handle, ip };
}

/** The nth source that touches no other. */
async function sourceOf({ place, cloud }: Stage, index: number): Promise<SnatSource> {
  if (cloud.can('snat.source.cidr')) return { cidr: `${hostOf(place.cidr, index * 8)}/29` };
  const subnets = await cloud.networks.subnets(place.vpc).toArray();
  return { subnet: subnets[index]?.id ?? '' };
}

const hostOf = (cidr: string, index: number): string => formatIpv4((parseCidr(cidr)?.first ?? 0) + index);

export const web = ({ place }: Stage, ip: string, index: number) =>
  ({
    protocol: 'tcp',
    public: { address: ip, ports: 8_000 + index },
    private: { address: hostOf(place.cidr, 20 + index), ports: 80 },
  }) as const;

const monthAhead = prepaid({ months: 1 }, { autoPay: true });

async function packaged(stage: Stage) {
  const handle = await smallGateway(stage);
  const { id, addresses } = await handle.bandwidth.create({ bandwidthMbps: 10, addresses: 2 });
  return { id, packages: handle.bandwidth, ips: addresses.map(({ ip }) => ip) };
}

async function shared({ cloud }: Stage) {
  const { bandwidth } = cloud;
  const { id } = await bandwidth.create({ bandwidthMbps: 100, name: 'pool' });
  return { id, bandwidth };
}

/** With two addresses that draw from it. */
async function joined(stage: Stage) {
  const { id, bandwidth } = await shared(stage);
  const ips = [await newAddress(stage), await newAddress(stage)];
  await bandwidth.join(id, ips);
  return { id, bandwidth, ips };
}

/** The methods of a driver's resource that change something: those that leave a receipt. */
type WritesOf<Name extends string, Resource> = {
  [Verb in keyof Resource & string]: NonNullable<Resource[Verb]> extends (
    ...args: never[]
  ) => Promise<Receipt<infer _>>
    ? `${Name}.${Verb}`
    : never;
}[keyof Resource & string];

type DriverWrite =
  | WritesOf<'gateways', Driver['gateways']>
  | WritesOf<'addresses', Driver['addresses']>
  | { [Name in keyof OptionalResources]: WritesOf<Name, OptionalResources[Name]> }[keyof OptionalResources];

/** Ways of asking for a mutation that lead to other requests. */
export const variants = { 'gateways.delete with cascade': 'gateways.delete' } as const satisfies Readonly<
  Record<string, Mutation>
>;

export type Play = Mutation | keyof typeof variants;

/** One for each mutation there is, and for each that a driver could have. A cloud that lacks one is never asked for it. */
export const acts: { readonly [M in Play | DriverWrite]: Arrange } = {
  'gateways.create': async (stage) => {
    const spec = await specOf(stage);
    return (options) => stage.cloud.gateways.create(spec, options);
  },
  'gateways.createAll': async (stage) => {
    const spec = await specOf(stage);
    return (options) => stage.cloud.gateways.createAll([spec], options);
  },
  'gateways.change': async (stage) => {
    const handle = await newGateway(stage);
    return (options) => handle.rename('office', options);
  },
  'gateways.update': async (stage) => {
    const { cloud } = stage;
    const handle = await smallGateway(stage);
    const change = {
      size: sizesOf(stage)[1],
      ...(cloud.can('gateways.rename') && { name: 'office' }),
      ...(cloud.can('gateways.protect') && { protected: true }),
      ...(cloud.can('gateways.tags') && { tags: { set: { team: 'shop' } } }),
    };
    return (options) => handle.update(change, options);
  },
  'gateways.resize': async (stage) => {
    const handle = await smallGateway(stage);
    return (options) => handle.resize(sizesOf(stage)[1], options);
  },
  'gateways.convert': async (stage) => {
    const handle = await smallGateway(stage);
    return (options) => handle.convert({ ...options, subnet: stage.place.subnet });
  },
  'gateways.protect': async (stage) => {
    const handle = await newGateway(stage);
    return (options) => handle.protect(true, options);
  },
  'gateways.tag': async (stage) => {
    const handle = await newGateway(stage);
    return (options) => handle.tag({ team: 'shop' }, options);
  },
  'gateways.delete': async (stage) => {
    const handle = await newGateway(stage);
    return (options) => handle.delete(options);
  },
  'gateways.delete with cascade': async (stage) => {
    const { handle } = await equipped(stage);
    const source = await sourceOf(stage, 1);
    await handle.snat.add({ source });
    return (options) => handle.delete({ ...options, cascade: true });
  },
  'snat.add': async (stage) => {
    const { handle } = await equipped(stage);
    const source = await sourceOf(stage, 1);
    return (options) => handle.snat.add({ source }, options);
  },
  'snat.addWithAddress': async (stage) => {
    const source = await sourceOf(stage, 1);
    if (stage.cloud.can('snat.through')) {
      const handle = await newGateway(stage);
      return (options) => handle.snat.add({ source, through: 'new' }, options);
    }
    const { handle, ip } = await equipped(stage);
    const through = [ip, await newAddress(stage)];
    return (options) => handle.snat.add({ source, through }, { ...options, attach: true });
  },
  'snat.addAll': async (stage) => {
    const { handle } = await equipped(stage);
    const sources = await Promise.all([0, 1].map((index) => sourceOf(stage, index)));
    return (options) =>
      handle.snat.addAll(
        sources.map((source) => ({ source })),
        options,
      );
  },
  'snat.addAllWithAddresses': async (stage) => {
    const [first, second] = [await sourceOf(stage, 0), await sourceOf(stage, 1)];
    if (stage.cloud.can('snat.through')) {
      const handle = await newGateway(stage);
      const rule = { source: first, through: 'new' } as const;
      return (options) => handle.snat.addAll([rule], options);
    }
    const { handle, ip } = await equipped(stage);
    const through = [ip, await newAddress(stage)];
    const rules = [{ source: first, through }, { source: second }];
    return (options) => handle.snat.addAll(rules, { ...options, attach: true });
  },
  'snat.replace': async (stage) => {
    const { handle } = await equipped(stage);
    const { id, source } = await handle.snat.add({ source: await sourceOf(stage, 1) });
    const fact = stage.cloud.capabilities.features['snat.replace'];
    if (!fact.supported || fact.keeps !== 'source') {
      const other = await sourceOf(stage, 2);
      return (options) => handle.snat.replace(id, { source: other }, options);
    }
    const ip = await newAddress(stage);
    await handle.addresses.attach(ip);
    return (options) => handle.snat.replace(id, { source, through: [ip] }, options);
  },
  'snat.remove': async (stage) => {
    const { handle } = await equipped(stage);
    const { id } = await handle.snat.add({ source: await sourceOf(stage, 1) });
    return (options) => handle.snat.remove(id, options);
  },
  'snat.removeWithAddresses': async (stage) => {
    const { handle } = await equipped(stage);
    const ip = await newAddress(stage);
    await handle.addresses.attach(ip);
    const through = stage.cloud.can('snat.through') && { through: [ip] };
    const { id } = await handle.snat.add({ source: await sourceOf(stage, 1), ...through });
    return (options) => handle.snat.remove(id, { ...options, detach: [ip] });
  },
  'snat.removeAll': async (stage) => {
    const { handle } = await equipped(stage);
    const sources = await Promise.all([0, 1].map((index) => sourceOf(stage, index)));
    const rules = valuesOf(await handle.snat.addAll(sources.map((source) => ({ source }))));
    const ids = rules.map(({ id }) => id);
    return (options) => handle.snat.removeAll(ids, options);
  },
  'dnat.add': async (stage) => {
    const { handle, ip } = await equipped(stage);
    return (options) => handle.dnat.add(web(stage, ip, 1), options);
  },
  'dnat.addWithAddress': async (stage) => {
    const handle = await newGateway(stage);
    const { public: outside, ...rest } = web(stage, '', 1);
    const rule = { ...rest, public: { ...outside, address: 'new' } } as const;
    return (options) => handle.dnat.add(rule, options);
  },
  'dnat.addAll': async (stage) => {
    const { handle, ip } = await equipped(stage);
    return (options) => handle.dnat.addAll([web(stage, ip, 1), web(stage, ip, 2)], options);
  },
  'dnat.addAllWithAddresses': async (stage) => {
    const handle = await newGateway(stage);
    const { public: outside, ...rest } = web(stage, '', 1);
    const rule = { ...rest, public: { ...outside, address: 'new' } } as const;
    return (options) => handle.dnat.addAll([rule], options);
  },
  'dnat.replace': async (stage) => {
    const { handle, ip } = await equipped(stage);
    const { id } = await handle.dnat.add(web(stage, ip, 1));
    return (options) => handle.dnat.replace(id, web(stage, ip, 2), options);
  },
  'dnat.remove': async (stage) => {
    const { handle, ip } = await equipped(stage);
    const { id } = await handle.dnat.add(web(stage, ip, 1));
    return (options) => handle.dnat.remove(id, options);
  },
  'dnat.removeWithAddresses': async (stage) => {
    const { handle } = await equipped(stage);
    const ip = await newAddress(stage);
    await handle.addresses.attach(ip);
    const { id } = await handle.dnat.add(web(stage, ip, 1));
    return (options) => handle.dnat.remove(id, { ...options, detach: [ip] });
  },
  'dnat.removeAll': async (stage) => {
    const { handle, ip } = await equipped(stage);
    const rules = valuesOf(await handle.dnat.addAll([web(stage, ip, 1), web(stage, ip, 2)]));
    const ids = rules.map(({ id }) => id);
    return (options) => handle.dnat.removeAll(ids, options);
  },
  'addresses.allocate':
    async ({ cloud, place }) =>
    (options) =>
      cloud.addresses.allocate(addressSpecOn(cloud, place), options),
  'addresses.attach': async (stage) => {
    const { handle } = await equipped(stage);
    const ip = await newAddress(stage);
    return (options) => handle.addresses.attach(ip, options);
  },
  'addresses.detach': async (stage) => {
    const { handle } = await equipped(stage);
    const ip = await newAddress(stage);
    await handle.addresses.attach(ip);
    return (options) => handle.addresses.detach(ip, options);
  },
  'addresses.swap': async (stage) => {
    const { handle, ip } = await equipped(stage);
    const other = await newAddress(stage);
    return (options) => handle.addresses.swap(ip, other, options);
  },
  'addresses.release': async (stage) => {
    const ip = await newAddress(stage);
    return (options) => stage.cloud.addresses.release(ip, options);
  },
  'billing.renew': async (stage) => {
    const handle = await newGateway(stage, { billing: monthAhead });
    return (options) => handle.renew({ months: 2 }, options);
  },
  'bandwidth.create': async (stage) => {
    const { bandwidth } = await smallGateway(stage);
    return (options) => bandwidth.create({ bandwidthMbps: 10, addresses: 2 }, options);
  },
  'bandwidth.change': async (stage) => {
    const { id, packages } = await packaged(stage);
    return (options) => packages.change(id, { name: 'office' }, options);
  },
  'bandwidth.resize': async (stage) => {
    const { id, packages } = await packaged(stage);
    return (options) => packages.resize(id, 20, options);
  },
  'bandwidth.addAddresses': async (stage) => {
    const { id, packages } = await packaged(stage);
    return (options) => packages.addAddresses(id, 1, options);
  },
  'bandwidth.removeAddresses': async (stage) => {
    const { id, packages, ips } = await packaged(stage);
    return (options) => packages.removeAddresses(id, ips.slice(0, 1), options);
  },
  'bandwidth.convert': async (stage) => {
    const { id, packages } = await packaged(stage);
    return (options) => packages.convert(id, options);
  },
  'bandwidth.delete': async (stage) => {
    const { id, packages } = await packaged(stage);
    return (options) => packages.delete(id, options);
  },
  'sharedBandwidth.create':
    async ({ cloud }) =>
    (options) =>
      cloud.bandwidth.create({ bandwidthMbps: 100, name: 'pool' }, options),
  'sharedBandwidth.change': async (stage) => {
    const { id, bandwidth } = await shared(stage);
    return (options) => bandwidth.change(id, { name: 'office' }, options);
  },
  'sharedBandwidth.resize': async (stage) => {
    const { id, bandwidth } = await shared(stage);
    return (options) => bandwidth.resize(id, 200, options);
  },
  'sharedBandwidth.join': async (stage) => {
    const { id, bandwidth } = await shared(stage);
    const ips = [await newAddress(stage), await newAddress(stage)];
    return (options) => bandwidth.join(id, ips, options);
  },
  'sharedBandwidth.leave': async (stage) => {
    const { id, bandwidth, ips } = await joined(stage);
    return (options) => bandwidth.leave(id, ips, options);
  },
  'sharedBandwidth.delete': async (stage) => {
    const { id, bandwidth } = await joined(stage);
    return (options) => bandwidth.delete(id, { ...options, cascade: true });
  },
};
