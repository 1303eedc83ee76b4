/** A block of IPv4 addresses as numbers: every address in first..last, both included. */
export interface Block {
  readonly first: number;
  readonly last: number;
}

const OCTET = /^(0|[1-9][0-9]{0,2})$/;

/** The address as a 32 bit number; undefined when the text is not four decimal octets. */
export function parseAddress(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) return undefined;
  let number = 0;
  for (const octet of octets) {
    if (!OCTET.test(octet) || Number(octet) > 255) return undefined;
    number = number * 256 + Number(octet);
  }
  return number;
}

export function printAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Undefined unless the text is a network address and a prefix length without host bits. */
export function parseBlock(text: string): Block | undefined {
  const [address, prefix, ...rest] = text.split('/');
  if (address === undefined || prefix === undefined || rest.length > 0) return undefined;
  const first = parseAddress(address);
  if (first === undefined || !/^(0|[1-9]|[12][0-9]|3[0-2])$/.test(prefix)) return undefined;
  const size = 2 ** (32 - Number(prefix));
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

/** For text the world itself holds or has checked before. */
export function blockOf(cidr: string): Block {
  const block = parseBlock(cidr);
  if (block === undefined) throw new Error(`${cidr} is not a CIDR block`);
  return block;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Block, other: Block): boolean {
  return one.first <= other.last && other.first <= one.last;
}

export function sizeOf(block: Block): number {
  return block.last - block.first + 1;
}
