import type { Metering } from '@polynat/core';
import * as z from 'zod';
import type { StateResource } from '../state/resources.ts';
import { number, text, valuesOf } from '../state/values.ts';
import { addressType, associationType } from './write-addresses.ts';

const addressSchema = z.object({
  eip: text,
  id: text,
  name: text,
  bandwidth_in_mbps: number,
  billing_method: text,
  share_group_id: text,
});

const associationSchema = z.object({ eip: text, instance_id: text });

const meterings: Readonly<Record<string, Metering>> = { ByTraffic: 'traffic', ByBandwidth: 'bandwidth' };

/** Public IPs that are associated with a gateway, and `bound`: those that the gateway or its rules name. */
export function readAddresses(
  resources: readonly StateResource[],
  gateway: string | undefined,
  bound: readonly string[],
) {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const associations = managed
    .filter(({ type }) => type === associationType)
    .map((resource) => ({ resource, ...valuesOf(associationSchema, resource) }))
    .filter(({ instance_id }) => instance_id !== undefined && instance_id === gateway);
  const all = managed
    .filter(({ type }) => type === addressType)
    .map((resource) => ({ resource, ...valuesOf(addressSchema, resource) }));
  const ips = new Set([...associations.flatMap(({ eip }) => eip ?? []), ...bound]);
  const own = [...ips].map((ip) => ({ ip, known: all.find(({ eip, id }) => (eip ?? id) === ip) }));
  return {
    owned: associations.map(({ resource }) => resource),
    kept: own.flatMap(({ known }) => known?.resource ?? []),
    value: own.map(({ ip, known }) => {
      const meteredBy = meterings[known?.billing_method ?? ''];
      return {
        ip,
        ...(known?.bandwidth_in_mbps !== undefined && { bandwidthMbps: known.bandwidth_in_mbps }),
        ...(meteredBy !== undefined && { meteredBy }),
        ...(known?.share_group_id !== undefined && { sharedBandwidth: known.share_group_id }),
        ...(known?.name !== undefined && { providerSettings: { baidu: { name: known.name } } }),
      };
    }),
  };
}
