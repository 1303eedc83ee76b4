import type { Size, Tier } from '@polynat/core';
import * as z from 'zod';
import { type NetworkSources, networkBlocks } from '../state/networks.ts';
import type { StateResource } from '../state/resources.ts';
import { type Found, missingIn } from '../state/state-gateway.ts';
import { flag, tags, text, valuesOf } from '../state/values.ts';
import { readAddresses } from './read-addresses.ts';
import { readDnat, readSnat } from './read-rules.ts';
import { gatewayType } from './write-gateway.ts';
import { dnatType, snatType } from './write-rules.ts';

const gatewaySchema = z.object({
  id: text,
  nat_gateway_name: text,
  name: text,
  description: text,
  vpc_id: text,
  vswitch_id: text,
  nat_type: text,
  payment_type: text,
  instance_charge_type: text,
  internet_charge_type: text,
  specification: text,
  deletion_protection: flag,
  icmp_reply_enabled: flag,
  eip_bind_mode: text,
  private_link_enabled: flag,
  snat_table_ids: text,
  forward_table_ids: text,
  tags,
});

type GatewayValues = z.output<typeof gatewaySchema>;

/** Every gateway of Alibaba Cloud in a state, joined with what belongs to it by ids. */
export const readAlibaba = (resources: readonly StateResource[]): readonly Found[] =>
  ofType(resources, gatewayType).map((resource) => {
    const values = valuesOf(gatewaySchema, resource);
    const rules = (type: string, attribute: string, tables: string | undefined) =>
      ofType(resources, type).filter(({ values: rule }) =>
        (tables ?? '').split(',').includes(String(rule[attribute] ?? 'none')),
      );
    const snat = readSnat(rules(snatType, 'snat_table_id', values.snat_table_ids));
    const dnat = readDnat(rules(dnatType, 'forward_table_id', values.forward_table_ids));
    const addresses = readAddresses(resources, values.id, [...snat.ips, ...dnat.ips]);
    return {
      address: resource.address,
      id: values.id,
      missing: [
        ...missingIn(resource, { id: values.id, vpc_id: values.vpc_id }),
        ...snat.missing,
        ...dnat.missing,
        ...addresses.missing,
      ],
      untold: untoldOf(values),
      complete: [],
      owned: [resource, ...snat.resources, ...dnat.resources, ...addresses.owned].map(
        ({ address }) => address,
      ),
      kept: addresses.kept.map(({ address }) => address),
      parts: {
        gateway: documentOf(values, networkBlocks(resources, networks, values.vpc_id, snat.subnets)),
        addresses: addresses.value,
        snat: snat.value,
        dnat: dnat.value,
        settings: ['PrivateLinkEnabled'],
        told: ['options'],
      },
    };
  });

const ofType = (resources: readonly StateResource[], wanted: string): readonly StateResource[] =>
  resources.filter(({ type, mode }) => type === wanted && mode === 'managed');

const networks: NetworkSources = {
  networks: [
    { type: 'alicloud_vpc', id: 'id', blocks: ['cidr_block', 'secondary_cidr_blocks'] },
    { type: 'alicloud_vpcs', list: 'vpcs', id: 'id', blocks: ['cidr_block', 'secondary_cidr_blocks'] },
  ],
  subnets: [
    { type: 'alicloud_vswitch', id: 'id', blocks: ['cidr_block'], network: 'vpc_id' },
    { type: 'alicloud_vswitches', list: 'vswitches', id: 'id', blocks: ['cidr_block'], network: 'vpc_id' },
  ],
};

const documentOf = (values: GatewayValues, blocks: object) => ({
  name: values.nat_gateway_name ?? values.name ?? values.id,
  ...(values.description !== undefined && { description: values.description }),
  network: {
    vpc: values.vpc_id,
    ...(values.vswitch_id !== undefined && { subnet: values.vswitch_id }),
    ...blocks,
  },
  size: sizeOf(values),
  ...(values.nat_type !== undefined && { generation: values.nat_type.toLowerCase() }),
  billing: billingOf(values),
  ...(values.deletion_protection !== undefined && { protected: values.deletion_protection }),
  tags: values.tags,
  ...optionsOf(values),
  ...settingsOf(values),
});

const tiers: Readonly<Record<string, Tier>> = {
  Small: 'small',
  Middle: 'medium',
  Large: 'large',
  'XLarge.1': 'xlarge',
};

/** A gateway paid by usage has no size, although some versions show one. */
function sizeOf({ internet_charge_type, specification }: GatewayValues): Size {
  const tier = tiers[specification ?? ''];
  return internet_charge_type === 'PayByLcu' || tier === undefined ? { metered: true } : { tier };
}

const isPrepaid = ({ payment_type, instance_charge_type }: GatewayValues): boolean =>
  payment_type === 'Subscription' || instance_charge_type === 'PrePaid';

const billingOf = (values: GatewayValues) =>
  isPrepaid(values)
    ? { mode: 'prepaid', status: 'good' }
    : {
        mode: 'on-demand',
        meteredBy: values.internet_charge_type === 'PayByLcu' ? 'usage' : 'spec',
        status: 'good',
      };

/** Those that differ from what the cloud sets by itself. */
function optionsOf({ icmp_reply_enabled, eip_bind_mode }: GatewayValues) {
  const options = {
    ...(icmp_reply_enabled === false && { icmpReply: false }),
    ...(eip_bind_mode === 'NAT' && { bindMode: 'nat' }),
  };
  return Object.keys(options).length === 0 ? {} : { options };
}

const settingsOf = ({ private_link_enabled }: GatewayValues) =>
  private_link_enabled ? { providerSettings: { alibaba: { PrivateLinkEnabled: true } } } : {};

const untoldOf = (values: GatewayValues) =>
  isPrepaid(values) ? [{ where: 'gateway.billing', why: 'a state has neither expiry nor renewal' }] : [];
