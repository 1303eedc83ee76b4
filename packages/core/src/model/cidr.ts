import * as z from 'zod';

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const dotted = `${octet}(?:\\.${octet}){3}`;
const ipv4Pattern = new RegExp(`^${dotted}$`);
const cidrPattern = new RegExp(`^(${dotted})/(3[0-2]|[12]?\\d)$`);

/** An IPv4 address in dotted form, such as `10.0.3.7`. */
export const ipv4Schema = z.lazy(() =>
  z.string().regex(ipv4Pattern, 'must be an IPv4 address such as 10.0.3.7'),
);

/** A block such as `10.0.8.0/24`. Bits behind the prefix must be zero, so that one block has one spelling. */
export const cidrSchema = z.lazy(() =>
  z
    .string()
    .regex(cidrPattern, 'must be an IPv4 block such as 10.0.8.0/24')
    .refine((text) => {
      const block = parseCidr(text);
      return block === undefined || formatCidr(block) === text;
    }, 'has address bits behind its prefix; write the first address of the block'),
);

/** An inclusive range of addresses, as unsigned 32-bit numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

export interface Cidr extends AddressRange {
  readonly prefix: number;
}

export function parseIpv4(text: string): number | undefined {
  if (!ipv4Pattern.test(text)) return undefined;
  return text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** Reads `10.0.8.0/24`; a bare address is its own /32. `undefined` when the text is neither. */
export function parseCidr(text: string): Cidr | undefined {
  const match = cidrPattern.exec(text.includes('/') ? text : `${text}/32`);
  const address = match?.[1] === undefined ? undefined : parseIpv4(match[1]);
  if (address === undefined) return undefined;
  const prefix = Number(match?.[2]);
  const length = 2 ** (32 - prefix);
  const first = address - (address % length);
  return { first, last: first + length - 1, prefix };
}

export const formatCidr = ({ first, prefix }: Cidr): string => `${formatIpv4(first)}/${prefix}`;

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (left: AddressRange, right: AddressRange): boolean =>
  left.first <= right.last && right.first <= left.last;
