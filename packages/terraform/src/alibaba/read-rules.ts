import * as z from 'zod';
import type { StateResource } from '../state/resources.ts';
import { missingIn, type Untold } from '../state/state-gateway.ts';
import { asBlock, number, ports, text, valuesOf } from '../state/values.ts';

export interface ReadRules {
  readonly value: readonly object[];
  readonly missing: readonly Untold[];
  readonly resources: readonly StateResource[];
  /** Public IPs that they use. */
  readonly ips: readonly string[];
}

const snatSchema = z.object({
  snat_entry_name: text,
  snat_ip: text,
  source_cidr: text,
  source_vswitch_id: text,
  eip_affinity: number,
});

/** The block beside a vSwitch is that of the vSwitch. */
export function readSnat(
  resources: readonly StateResource[],
): ReadRules & { readonly subnets: Readonly<Record<string, string>> } {
  const read = resources.map((resource) => ({ resource, ...valuesOf(snatSchema, resource) }));
  const subnets = read.flatMap(({ source_vswitch_id: subnet, source_cidr: block }) =>
    subnet !== undefined && block !== undefined ? [[subnet, block] as const] : [],
  );
  const pools = read.map(({ snat_ip = '' }) => snat_ip.split(',').filter(Boolean));
  return {
    resources,
    ips: pools.flat(),
    subnets: Object.fromEntries(subnets),
    missing: read.flatMap(({ resource, snat_ip, source_vswitch_id, source_cidr }) =>
      missingIn(resource, { snat_ip, source_cidr: source_vswitch_id ?? source_cidr }),
    ),
    value: read.map(({ snat_entry_name, source_vswitch_id, source_cidr, eip_affinity }, index) => ({
      ...(snat_entry_name !== undefined && { name: snat_entry_name }),
      source: sourceOf(source_vswitch_id, source_cidr),
      through: pools[index] ?? [],
      ...(eip_affinity === 1 && { affinity: true }),
    })),
  };
}

function sourceOf(subnet: string | undefined, block: string | undefined): object {
  const cidr = block === undefined ? {} : { cidr: asBlock(block) };
  return subnet === undefined ? cidr : { subnet, ...cidr };
}

const dnatSchema = z.object({
  forward_entry_name: text,
  name: text,
  ip_protocol: text,
  external_ip: text,
  external_port: ports,
  internal_ip: text,
  internal_port: ports,
});

export function readDnat(resources: readonly StateResource[]): ReadRules {
  const read = resources.map((resource) => ({ resource, ...valuesOf(dnatSchema, resource) }));
  return {
    resources,
    ips: read.flatMap(({ external_ip }) => external_ip ?? []),
    missing: read.flatMap(
      ({ resource, external_ip, external_port, internal_ip, internal_port, ip_protocol }) =>
        missingIn(resource, { external_ip, external_port, internal_ip, internal_port, ip_protocol }),
    ),
    value: read.map(({ forward_entry_name, name = forward_entry_name, ...rule }) => ({
      ...(name !== undefined && { name }),
      protocol: rule.ip_protocol?.toLowerCase(),
      public: { address: rule.external_ip, ports: rule.external_port },
      private: { address: rule.internal_ip, ports: rule.internal_port },
    })),
  };
}
