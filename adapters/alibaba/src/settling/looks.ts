import { isDeepStrictEqual } from 'node:util';
import type { NativePackage } from '../codec/bandwidth.ts';
import type { ForwardEntry } from '../codec/dnat.ts';
import type { NatGateway } from '../codec/gateway.ts';
import { decodeSize } from '../codec/size.ts';
import { decodePool, type SnatEntry } from '../codec/snat.ts';
import type { DnatLooks, GatewayLooks, PackageLooks, SnatLooks } from './receipts.ts';

/** Whether a record shows what it shall; what was not asked for is not compared. */
const shows = <T>(wanted: T | undefined, shown: T | undefined): boolean =>
  wanted === undefined || isDeepStrictEqual(wanted, shown);

export function gatewayLooksLike(gateway: NatGateway, looks: GatewayLooks): boolean {
  const tags = new Map(gateway.Tags.map(({ TagKey, TagValue = '' }) => [TagKey, TagValue]));
  return (
    shows(looks.name, gateway.Name) &&
    shows(looks.description, gateway.Description) &&
    shows(looks.tier && { tier: looks.tier }, decodeSize(gateway)) &&
    shows(looks.protected, gateway.DeletionProtection ?? false) &&
    Object.entries(looks.tags ?? {}).every(([key, value]) => tags.get(key) === value)
  );
}

export const snatLooksLike = (entry: SnatEntry, looks: SnatLooks): boolean =>
  shows(looks.name, entry.SnatEntryName) &&
  shows(looks.through && [...looks.through].sort(), [...decodePool(entry.SnatIp)].sort());

/** Letter case is no difference: TCP is listed as tcp. */
export const dnatLooksLike = (entry: ForwardEntry, { ForwardEntryName, ...mapping }: DnatLooks): boolean =>
  shows(ForwardEntryName, entry.ForwardEntryName) &&
  isDeepStrictEqual(lower(mapping), lower(mappingOf(entry)));

const mappingOf = ({ IpProtocol, ExternalIp, ExternalPort, InternalIp, InternalPort }: ForwardEntry) => ({
  IpProtocol,
  ExternalIp,
  ExternalPort,
  InternalIp,
  InternalPort,
});

const lower = (mapping: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(mapping).map(([name, value]) => [name, value?.toLowerCase()]));

export function packageLooksLike(native: NativePackage, looks: PackageLooks): boolean {
  const ips = native.PublicIpAddresses.map(({ IpAddress }) => IpAddress);
  return (
    shows(looks.name, native.Name) &&
    shows(looks.description, native.Description) &&
    shows(looks.bandwidthMbps, native.Bandwidth) &&
    shows(looks.addresses, ips.length) &&
    !looks.without?.some((ip) => ips.includes(ip))
  );
}
