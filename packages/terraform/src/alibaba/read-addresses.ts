import type { Metering } from '@polynat/core';
import * as z from 'zod';
import type { StateResource } from '../state/resources.ts';
import { missingIn, type Untold } from '../state/state-gateway.ts';
import { number, text, valuesOf } from '../state/values.ts';
import { addressType, associationType, attachmentType } from './write-addresses.ts';

/** `alicloud_eip` is the same under its old name. */
const addressTypes = [addressType, 'alicloud_eip'];

const addressSchema = z.object({
  id: text,
  ip_address: text,
  bandwidth: number,
  internet_charge_type: text,
  address_name: text,
  name: text,
  description: text,
  isp: text,
});

const associationSchema = z.object({ allocation_id: text, instance_id: text });
const attachmentSchema = z.object({ bandwidth_package_id: text, instance_id: text });

export interface ReadAddresses {
  readonly value: readonly { readonly ip: string }[];
  readonly missing: readonly Untold[];
  readonly owned: readonly StateResource[];
  readonly kept: readonly StateResource[];
}

/** Public IPs that are associated with a gateway, and those that its rules use. */
export function readAddresses(
  resources: readonly StateResource[],
  gateway: string | undefined,
  used: readonly string[],
): ReadAddresses {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const associations = managed
    .filter(({ type }) => type === associationType)
    .map((resource) => ({ resource, ...valuesOf(associationSchema, resource) }))
    .filter(({ instance_id }) => instance_id !== undefined && instance_id === gateway);
  const all = managed
    .filter(({ type }) => addressTypes.includes(type))
    .map((resource) => ({ resource, ...valuesOf(addressSchema, resource) }));
  const packages = packagesIn(managed);
  const own = associations.map(({ resource, allocation_id }) => ({
    association: resource,
    address: all.find(({ id }) => id !== undefined && id === allocation_id),
  }));
  const told = own.flatMap(({ address }) => (address ? documentOf(address, packages) : []));
  const others = [...new Set(used)].filter((ip) => !told.some((address) => address.ip === ip));
  return {
    value: [...told, ...others.map((ip) => ({ ip }))],
    missing: own.flatMap(({ association, address }) =>
      missingIn(address?.resource ?? association, { ip_address: address?.ip_address }),
    ),
    owned: associations.map(({ resource }) => resource),
    kept: own.flatMap(({ address }) => address?.resource ?? []),
  };
}

/** The shared bandwidth of each public IP, by its allocation id. */
const packagesIn = (managed: readonly StateResource[]): ReadonlyMap<string | undefined, string | undefined> =>
  new Map(
    managed
      .filter(({ type }) => type === attachmentType)
      .map((resource) => valuesOf(attachmentSchema, resource))
      .map(({ instance_id, bandwidth_package_id }) => [instance_id, bandwidth_package_id]),
  );

const meterings: Readonly<Record<string, Metering>> = {
  PayByTraffic: 'traffic',
  PayByBandwidth: 'bandwidth',
};

type Told = z.output<typeof addressSchema>;

function documentOf(address: Told, packages: ReadonlyMap<string | undefined, string | undefined>) {
  const { ip_address: ip, bandwidth } = address;
  const meteredBy = meterings[address.internet_charge_type ?? ''];
  const sharedBandwidth = packages.get(address.id);
  if (ip === undefined) return [];
  return {
    ip,
    ...(bandwidth !== undefined && { bandwidthMbps: bandwidth }),
    ...(meteredBy !== undefined && { meteredBy }),
    ...(sharedBandwidth !== undefined && { sharedBandwidth }),
    ...settingsOf(address),
  };
}

function settingsOf({ address_name, name, description, isp }: Told) {
  const settings = {
    ...((address_name ?? name) !== undefined && { Name: address_name ?? name }),
    ...(description !== undefined && { Description: description }),
    ...(isp !== undefined && isp !== 'BGP' && { ISP: isp }),
  };
  return Object.keys(settings).length === 0 ? {} : { providerSettings: { alibaba: settings } };
}
