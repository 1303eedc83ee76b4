import { isIP, isIPv4, isIPv6 } from 'node:net';

export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/**
 * One spelling for an address or network: `10.0.0.1` and `10.0.0.1/32` are the same source. Undefined when the text is
 * neither, or when bits are set behind the prefix.
 */
export function canonicalNetwork(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  if (rest.length > 0 || !isAddress(address)) return undefined;
  const width = isIPv4(address) ? 32 : 128;
  if (prefix === undefined) return `${canonicalAddress(address)}/${width}`;
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > width) return undefined;
  const hostBits = BigInt(width - Number(prefix));
  const value = toNumber(address);
  return (value >> hostBits) << hostBits === value ? `${canonicalAddress(address)}/${prefix}` : undefined;
}

/** IPv6 has many spellings; the URL parser knows the short one. */
function canonicalAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
}

function toNumber(address: string): bigint {
  if (isIPv4(address)) {
    return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  }
  const [head = '', tail] = canonicalAddress(address).split('::');
  const front = groupsOf(head);
  const back = groupsOf(tail ?? '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => 0n);
  return [...front, ...zeros, ...back].reduce((sum, group) => (sum << 16n) + group, 0n);
}

function groupsOf(text: string): bigint[] {
  return text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`));
}

/** The dotted form of the `offset`th address after `first`. */
export function addressAfter(first: string, offset: number): string {
  const value = toNumber(first) + BigInt(offset);
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

/** How many IPv4 addresses a network holds. */
export function sizeOfNetwork(cidr: string): number {
  return 2 ** (32 - Number(cidr.split('/')[1]));
}
