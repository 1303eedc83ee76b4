import type { Metering } from '@polynat/core';
import * as z from 'zod';
import { type NetworkSources, networkBlocks } from '../state/networks.ts';
import type { StateResource } from '../state/resources.ts';
import { type Found, missingIn } from '../state/state-gateway.ts';
import { number, tags, text, texts, valuesOf } from '../state/values.ts';
import { readDnat, readSnat } from './read-rules.ts';
import { addressType } from './write-addresses.ts';
import { gatewayType } from './write-gateway.ts';
import { dnatType, snatType } from './write-rules.ts';

const gatewaySchema = z.object({
  id: text,
  name: text,
  vpc_id: text,
  zone: text,
  nat_product_version: number,
  max_concurrent: number,
  bandwidth: number,
  assigned_eip_set: texts,
  tags,
});

type GatewayValues = z.output<typeof gatewaySchema>;

/** Every gateway of Tencent Cloud VPC in a state, joined with what belongs to it by ids. */
export const readTencentVpc = (resources: readonly StateResource[]): readonly Found[] =>
  ofType(resources, gatewayType).map((resource) => {
    const values = valuesOf(gatewaySchema, resource);
    const { id, vpc_id, assigned_eip_set, max_concurrent, nat_product_version } = values;
    const rules = (type: string, attribute: string) =>
      ofType(resources, type).filter(({ values: rule }) => id !== undefined && rule[attribute] === id);
    const snat = readSnat(rules(snatType, 'nat_gateway_id'));
    const dnat = readDnat(rules(dnatType, 'nat_id'));
    const addresses = readAddresses(resources, assigned_eip_set);
    const wanted = {
      id,
      vpc_id,
      assigned_eip_set: 'assigned_eip_set' in resource.withheld ? undefined : assigned_eip_set,
      max_concurrent: nat_product_version === standard ? 0 : max_concurrent,
    };
    return {
      address: resource.address,
      id,
      missing: [...missingIn(resource, wanted), ...snat.missing, ...dnat.missing],
      untold,
      complete: ['addresses'],
      owned: [resource, ...snat.resources, ...dnat.resources].map(({ address }) => address),
      kept: addresses.kept.map(({ address }) => address),
      parts: {
        gateway: documentOf(values, networkBlocks(resources, networks, vpc_id, snat.subnets)),
        addresses: addresses.value,
        snat: snat.value,
        dnat: dnat.value,
        settings: [],
        told: [],
      },
    };
  });

/** A gateway of the standard kind scales by itself. */
const standard = 2;

const untold = [
  { where: 'gateway.protected', why: 'no argument has deletion protection' },
  {
    where: 'snat',
    why: 'rules for a CIDR block, and further rules of one instance, have no resource',
  },
];

const ofType = (resources: readonly StateResource[], wanted: string): readonly StateResource[] =>
  resources.filter(({ type, mode }) => type === wanted && mode === 'managed');

const networks: NetworkSources = {
  networks: [
    { type: 'tencentcloud_vpc', id: 'id', blocks: ['cidr_block', 'assistant_cidrs'] },
    {
      type: 'tencentcloud_vpc_instances',
      list: 'instance_list',
      id: 'vpc_id',
      blocks: ['cidr_block', 'common_assistant_cidr'],
    },
  ],
  subnets: [
    { type: 'tencentcloud_subnet', id: 'id', blocks: ['cidr_block'], network: 'vpc_id' },
    {
      type: 'tencentcloud_vpc_subnets',
      list: 'instance_list',
      id: 'subnet_id',
      blocks: ['cidr_block'],
      network: 'vpc_id',
    },
  ],
};

const documentOf = (values: GatewayValues, blocks: object) => {
  const isStandard = values.nat_product_version === standard;
  return {
    name: values.name,
    network: { vpc: values.vpc_id, ...(values.zone !== undefined && { zone: values.zone }), ...blocks },
    size: isStandard ? { metered: true } : { connections: values.max_concurrent },
    ...(values.max_concurrent !== undefined && !isStandard && { connections: values.max_concurrent }),
    ...(values.bandwidth !== undefined && { outboundMbps: values.bandwidth }),
    generation: isStandard ? 'standard' : 'traditional',
    billing: { mode: 'on-demand', meteredBy: isStandard ? 'usage' : 'spec', status: 'good' },
    /** Every gateway of this cloud forwards sources without a rule. */
    sourcesWithoutRule: 'forwarded',
    tags: values.tags,
  };
};

const addressSchema = z.object({
  public_ip: text,
  internet_max_bandwidth_out: number,
  internet_charge_type: text,
  bandwidth_package_id: text,
});

const meterings: Readonly<Record<string, Metering>> = {
  TRAFFIC_POSTPAID_BY_HOUR: 'traffic',
  BANDWIDTH_POSTPAID_BY_HOUR: 'bandwidth',
  BANDWIDTH_PREPAID_BY_MONTH: 'bandwidth',
};

function readAddresses(resources: readonly StateResource[], ips: readonly string[]) {
  const all = ofType(resources, addressType).map((resource) => ({
    resource,
    ...valuesOf(addressSchema, resource),
  }));
  const read = ips.map((ip) => ({ ip, known: all.find(({ public_ip }) => public_ip === ip) }));
  return {
    kept: read.flatMap(({ known }) => known?.resource ?? []),
    value: read.map(({ ip, known }) => {
      const meteredBy = meterings[known?.internet_charge_type ?? ''];
      return {
        ip,
        ...(known?.internet_max_bandwidth_out !== undefined && {
          bandwidthMbps: known.internet_max_bandwidth_out,
        }),
        ...(meteredBy !== undefined && { meteredBy }),
        ...(known?.bandwidth_package_id !== undefined && { sharedBandwidth: known.bandwidth_package_id }),
      };
    }),
  };
}
