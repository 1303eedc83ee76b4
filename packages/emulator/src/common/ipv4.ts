import { isIPv4 } from 'node:net';

/** All numbers of first..last, both included: IPv4 addresses or ports. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

export interface Cidr extends Range {
  readonly prefix: number;
}

/** The address as a 32 bit number; undefined when the text is not four decimal octets without leading zeros. */
export function parseAddress(text: string): number | undefined {
  if (!isIPv4(text)) return undefined;
  return text.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** Only blocks that start at their own first address; `10.0.0.1/24` is refused. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', prefixText = '', ...rest] = text.split('/');
  const first = parseAddress(address);
  if (first === undefined || rest.length > 0 || !/^(0|[1-9]|[12]\d|3[0-2])$/.test(prefixText))
    return undefined;
  const prefix = Number(prefixText);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** For text the world itself holds or has checked before. */
export function cidrOf(checked: string): Cidr {
  const cidr = parseCidr(checked);
  if (cidr === undefined) throw new Error(`${checked} is not a CIDR block`);
  return cidr;
}

export function sizeOf({ first, last }: Range): number {
  return last - first + 1;
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Range, other: Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** Whether a server can have this address: in the block, and neither its first nor its last. */
export function holdsServer({ first, last }: Range, address: number): boolean {
  return address > first && address < last;
}
