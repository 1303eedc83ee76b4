import { type Scalars, text } from '../tencent/operation.ts';
import { ip, listOf } from './fields.ts';

/** Parameters by which creating and associating name EIPs, and how many more to allocate. */
export const wishedAddresses = ({ int, bool }: Scalars) => ({
  AddressCount: int.default(0),
  PublicIpAddresses: listOf(ip).default([]),
  Zone: text.optional(),
  StockPublicIpAddressesBandwidthOut: int.optional(),
  PublicIpAddressesBandwidthOut: int.optional(),
  PublicIpFromSameZone: bool.optional(),
});

export const wishOf = (input: {
  readonly AddressCount: number;
  readonly PublicIpAddresses: readonly string[];
  readonly StockPublicIpAddressesBandwidthOut?: number | undefined;
  readonly PublicIpAddressesBandwidthOut?: number | undefined;
}) => ({
  count: input.AddressCount,
  ips: input.PublicIpAddresses,
  stockBandwidth: input.StockPublicIpAddressesBandwidthOut,
  newBandwidth: input.PublicIpAddressesBandwidthOut,
});
