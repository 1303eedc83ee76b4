import {
  formatIpv4,
  type GatewayHandle,
  type GatewaySpec,
  parseCidr,
  prepaid,
  type Size,
  type SizeRequest,
  type SnatSource,
} from '@polynat/core';
import { addressSpecOn, placementOn } from '../placement.ts';
import type { Stage, WireName } from './stage.ts';

/** A write, ready to be done once. */
type Act = () => PromiseLike<unknown>;

/** Brings about what a write needs, undisturbed, and gives the write itself. */
export type Arrange = (stage: Stage) => Promise<Act>;

export const actNames = [
  'create',
  'allocate',
  'attach',
  'detach',
  'release',
  'add SNAT',
  'add all SNAT',
  'remove SNAT',
  'add DNAT',
  'add all DNAT',
  'remove DNAT',
  'resize',
  'renew',
  'delete',
] as const;
export type ActName = (typeof actNames)[number];

const steps: { readonly [W in WireName]: readonly [Size, Size] } = {
  alibaba: [{ tier: 'small' }, { tier: 'large' }],
  baidu: [{ units: 1 }, { units: 3 }],
  'tencent-bm': [{ connections: 1_000_000 }, { connections: 3_000_000 }],
  'tencent-bm-v3': [{ connections: 1_000_000 }, { connections: 3_000_000 }],
  'tencent-vpc': [{ connections: 1_000_000 }, { connections: 3_000_000 }],
};

const isTencent = (wire: WireName): boolean => wire.startsWith('tencent');
const isBareMetal = (wire: WireName): boolean => wire.startsWith('tencent-bm');

export async function specOf(stage: Stage, size?: SizeRequest): Promise<GatewaySpec> {
  const { wire, place, cloud } = stage;
  return {
    name: 'shop',
    network: placementOn(cloud, place, size),
    ...(isTencent(wire) && { addresses: [await newAddress(stage)], size: steps[wire][0] }),
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
async function sourceOf({ wire, place, cloud }: Stage, index: number): Promise<SnatSource> {
  if (!isBareMetal(wire)) return { cidr: `${hostOf(place.cidr, index * 8)}/29` };
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

export const acts: { readonly [A in ActName]: Arrange } = {
  create: async (stage) => {
    const spec = await specOf(stage);
    return () => stage.cloud.gateways.create(spec);
  },
  allocate:
    async ({ cloud, place }) =>
    () =>
      cloud.addresses.allocate(addressSpecOn(cloud, place)),
  attach: async (stage) => {
    const { handle } = await equipped(stage);
    const ip = await newAddress(stage);
    return () => handle.addresses.attach(ip);
  },
  detach: async (stage) => {
    const { handle } = await equipped(stage);
    const ip = await newAddress(stage);
    await handle.addresses.attach(ip);
    return () => handle.addresses.detach(ip);
  },
  release: async (stage) => {
    const ip = await newAddress(stage);
    return () => stage.cloud.addresses.release(ip);
  },
  'add SNAT': async (stage) => {
    const { handle } = await equipped(stage);
    const source = await sourceOf(stage, 1);
    return () => handle.snat.add({ source });
  },
  'add all SNAT': async (stage) => {
    const { handle } = await equipped(stage);
    const sources = await Promise.all([0, 1].map((index) => sourceOf(stage, index)));
    return () => handle.snat.addAll(sources.map((source) => ({ source })));
  },
  'remove SNAT': async (stage) => {
    const { handle } = await equipped(stage);
    const { id } = await handle.snat.add({ source: await sourceOf(stage, 1) });
    return () => handle.snat.remove(id);
  },
  'add DNAT': async (stage) => {
    const { handle, ip } = await equipped(stage);
    return () => handle.dnat.add(web(stage, ip, 1));
  },
  'add all DNAT': async (stage) => {
    const { handle, ip } = await equipped(stage);
    return () => handle.dnat.addAll([web(stage, ip, 1), web(stage, ip, 2)]);
  },
  'remove DNAT': async (stage) => {
    const { handle, ip } = await equipped(stage);
    const { id } = await handle.dnat.add(web(stage, ip, 1));
    return () => handle.dnat.remove(id);
  },
  resize: async (stage) => {
    const [small, large] = steps[stage.wire];
    const handle = await newGateway(stage, { size: small });
    return () => handle.resize(large);
  },
  renew: async (stage) => {
    const handle = await newGateway(stage, { billing: monthAhead });
    return () => handle.renew({ months: 2 });
  },
  delete: async (stage) => {
    const handle = await newGateway(stage);
    return () => handle.delete();
  },
};

/** The documented name of the operation behind each write; what a cloud lacks is not there. */
export const operations: { readonly [W in WireName]: { readonly [A in ActName]?: string } } = {
  alibaba: {
    create: 'CreateNatGateway',
    allocate: 'AllocateEipAddress',
    attach: 'AssociateEipAddress',
    detach: 'UnassociateEipAddress',
    release: 'ReleaseEipAddress',
    'add SNAT': 'CreateSnatEntry',
    'add all SNAT': 'CreateSnatEntry',
    'remove SNAT': 'DeleteSnatEntry',
    'add DNAT': 'CreateForwardEntry',
    'add all DNAT': 'CreateForwardEntry',
    'remove DNAT': 'DeleteForwardEntry',
    resize: 'ModifyNatGatewaySpec',
    delete: 'DeleteNatGateway',
  },
  baidu: {
    create: 'CreateNat',
    allocate: 'CreateEip',
    attach: 'NatBindEip',
    detach: 'NatUnBindEip',
    release: 'ReleaseEip',
    'add SNAT': 'CreateSnatRule',
    'add all SNAT': 'BatchAddSnatRules',
    'remove SNAT': 'DeleteSnatRule',
    'add DNAT': 'CreateDnatRule',
    'add all DNAT': 'BatchAddDnatRules',
    'remove DNAT': 'DeleteDnatRule',
    resize: 'ResizeNat',
    renew: 'PurchaseReservedNat',
    delete: 'ReleaseNat',
  },
  'tencent-bm': {
    create: 'CreateBmNatGateway',
    allocate: 'EipBmApply',
    attach: 'EipBindBmNatGateway',
    detach: 'EipUnBindBmNatGateway',
    release: 'EipBmDelete',
    'add SNAT': 'SubnetBindBmNatGateway',
    'add all SNAT': 'SubnetBindBmNatGateway',
    'remove SNAT': 'SubnetUnBindBmNatGateway',
    resize: 'UpgradeBmNatGateway',
    delete: 'DeleteBmNatGateway',
  },
  'tencent-bm-v3': {
    create: 'CreateNatGateway',
    allocate: 'CreateEip',
    attach: 'BindEipsToNatGateway',
    detach: 'UnbindEipsFromNatGateway',
    release: 'DeleteEip',
    'add SNAT': 'BindSubnetsToNatGateway',
    'add all SNAT': 'BindSubnetsToNatGateway',
    'remove SNAT': 'UnbindSubnetsFromNatGateway',
    resize: 'UpgradeNatGateway',
    delete: 'DeleteNatGateway',
  },
  'tencent-vpc': {
    create: 'CreateNatGateway',
    allocate: 'AllocateAddresses',
    attach: 'AssociateNatGatewayAddress',
    detach: 'DisassociateNatGatewayAddress',
    release: 'ReleaseAddresses',
    'add SNAT': 'CreateNatGatewaySourceIpTranslationNatRule',
    'add all SNAT': 'CreateNatGatewaySourceIpTranslationNatRule',
    'remove SNAT': 'DeleteNatGatewaySourceIpTranslationNatRule',
    'add DNAT': 'CreateNatGatewayDestinationIpPortTranslationNatRule',
    'add all DNAT': 'CreateNatGatewayDestinationIpPortTranslationNatRule',
    'remove DNAT': 'DeleteNatGatewayDestinationIpPortTranslationNatRule',
    resize: 'ResetNatGatewayConnection',
    delete: 'DeleteNatGateway',
  },
};
