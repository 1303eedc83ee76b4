import * as z from 'zod';
import { type NetworkSources, networkBlocks } from '../state/networks.ts';
import type { StateResource } from '../state/resources.ts';
import { type Found, missingIn } from '../state/state-gateway.ts';
import { asBlock, number, text, texts, valuesOf } from '../state/values.ts';
import { readAddresses } from './read-addresses.ts';
import { snatType } from './write.ts';
import { gatewayType } from './write-gateway.ts';

const gatewaySchema = z.object({
  id: text,
  name: text,
  vpc_id: text,
  spec: z.enum(['small', 'medium', 'large']).or(z.literal('')).nullish(),
  cu_num: number,
  snat_eips: texts,
  dnat_eips: texts,
  billing: z.record(z.string(), z.string().nullable()).nullish(),
});

type GatewayValues = z.output<typeof gatewaySchema>;

const snatSchema = z.object({ id: text, rule_name: text, source_cidr: text, public_ips_address: texts });

/** Every gateway of Baidu AI Cloud in a state. A rule names its gateway only in its own id until it has been applied once. */
export const readBaidu = (resources: readonly StateResource[]): readonly Found[] =>
  ofType(resources, gatewayType).map((resource) => {
    const values = valuesOf(gatewaySchema, resource);
    const { id, vpc_id } = values;
    const rules = ofType(resources, snatType)
      .map((rule) => ({ rule, ...valuesOf(snatSchema, rule) }))
      .filter((rule) => id !== undefined && rule.id?.split(':')[0] === id);
    const used = rules.flatMap(({ public_ips_address }) => public_ips_address);
    const bound = [...values.snat_eips, ...values.dnat_eips, ...used];
    const addresses = readAddresses(resources, id, bound);
    const size = sizeOf(values);
    return {
      address: resource.address,
      id,
      missing: [
        ...missingIn(resource, { id, vpc_id }),
        ...(size ? [] : [{ where: 'gateway.size', why: 'an import does not read cu_num' }]),
        ...rules.flatMap(({ rule, source_cidr, public_ips_address: [first] }) =>
          missingIn(rule, { source_cidr, public_ips_address: first }),
        ),
      ],
      untold,
      complete: [],
      owned: [resource, ...rules.map(({ rule }) => rule), ...addresses.owned].map(({ address }) => address),
      kept: addresses.kept.map(({ address }) => address),
      parts: {
        gateway: documentOf(values, size, networkBlocks(resources, networks, vpc_id)),
        addresses: addresses.value,
        snat: rules.map(({ rule_name, source_cidr, public_ips_address }) => ({
          ...(rule_name !== undefined && { name: rule_name }),
          source: { cidr: source_cidr === undefined ? undefined : asBlock(source_cidr) },
          through: public_ips_address,
        })),
        dnat: [],
        settings: [],
        told: [],
      },
    };
  });

const untold = [
  { where: 'dnat', why: 'the provider has no resource for DNAT rules' },
  { where: 'gateway.tags', why: 'no argument has the tags of a gateway' },
  { where: 'gateway.protected', why: 'no argument has deletion protection' },
  { where: 'addresses', why: 'public IPs that only DNAT rules use are not in a state' },
];

const ofType = (resources: readonly StateResource[], wanted: string): readonly StateResource[] =>
  resources.filter(({ type, mode }) => type === wanted && mode === 'managed');

const networks: NetworkSources = {
  networks: [
    { type: 'baiducloud_vpc', id: 'id', blocks: ['cidr', 'secondary_cidrs'] },
    { type: 'baiducloud_vpcs', list: 'vpcs', id: 'vpc_id', blocks: ['cidr', 'secondary_cidrs'] },
  ],
  subnets: [
    { type: 'baiducloud_subnet', id: 'id', blocks: ['cidr'], network: 'vpc_id' },
    { type: 'baiducloud_subnets', list: 'subnets', id: 'subnet_id', blocks: ['cidr'], network: 'vpc_id' },
  ],
};

/** A spec is a normal gateway, units are an enhanced one. */
function sizeOf({ spec, cu_num }: GatewayValues): object | undefined {
  if (spec) return { tier: spec };
  return cu_num === undefined ? undefined : { units: cu_num };
}

const documentOf = (values: GatewayValues, size: object | undefined, blocks: object) => ({
  name: values.name,
  network: { vpc: values.vpc_id, ...blocks },
  size,
  generation: values.spec ? 'normal' : 'enhanced',
  billing:
    values.billing?.payment_timing === 'Prepaid'
      ? { mode: 'prepaid', status: 'good' }
      : { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
  tags: {},
});
