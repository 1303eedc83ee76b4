import * as z from 'zod';
import type { StateResource } from '../state/resources.ts';
import { missingIn, type Untold } from '../state/state-gateway.ts';
import { ports, text, texts, valuesOf } from '../state/values.ts';

interface ReadRules {
  readonly value: readonly object[];
  readonly missing: readonly Untold[];
  readonly resources: readonly StateResource[];
}

const snatSchema = z.object({
  description: text,
  resource_type: text,
  subnet_id: text,
  subnet_cidr_block: text,
  instance_id: text,
  instance_private_ip_addr: text,
  public_ip_addr: texts,
});

/** A rule of a subnet tells the block of the subnet. */
export function readSnat(
  resources: readonly StateResource[],
): ReadRules & { readonly subnets: Readonly<Record<string, string>> } {
  const read = resources.map((resource) => ({ resource, ...valuesOf(snatSchema, resource) }));
  const subnets = read.flatMap(({ subnet_id, subnet_cidr_block }) =>
    subnet_id !== undefined && subnet_cidr_block !== undefined
      ? [[subnet_id, subnet_cidr_block] as const]
      : [],
  );
  return {
    resources,
    subnets: Object.fromEntries(subnets),
    missing: read.flatMap(({ resource, public_ip_addr, subnet_id, instance_private_ip_addr }) =>
      missingIn(resource, {
        public_ip_addr: public_ip_addr[0],
        subnet_id: subnet_id ?? instance_private_ip_addr,
      }),
    ),
    value: read.map(({ description, subnet_id, instance_id, instance_private_ip_addr, public_ip_addr }) => ({
      ...(description !== undefined && { name: description }),
      source:
        subnet_id === undefined
          ? {
              hosts: [instance_private_ip_addr],
              ...(instance_id !== undefined && { interface: instance_id }),
            }
          : { subnet: subnet_id },
      through: public_ip_addr,
    })),
  };
}

const dnatSchema = z.object({
  description: text,
  protocol: text,
  elastic_ip: text,
  elastic_port: ports,
  private_ip: text,
  private_port: ports,
});

export function readDnat(resources: readonly StateResource[]): ReadRules {
  const read = resources.map((resource) => ({ resource, ...valuesOf(dnatSchema, resource) }));
  return {
    resources,
    missing: read.flatMap(({ resource, elastic_ip, elastic_port, private_ip, private_port, protocol }) =>
      missingIn(resource, { elastic_ip, elastic_port, private_ip, private_port, protocol }),
    ),
    value: read.map(({ description, protocol, elastic_ip, elastic_port, private_ip, private_port }) => ({
      ...(description !== undefined && { name: description }),
      protocol: protocol?.toLowerCase(),
      public: { address: elastic_ip, ports: elastic_port },
      private: { address: private_ip, ports: private_port },
    })),
  };
}
