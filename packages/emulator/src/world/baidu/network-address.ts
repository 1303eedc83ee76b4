import { isIP, isIPv4 } from 'node:net';
import { formatAddress, parseCidr } from '../../common/ipv4.ts';

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
  return isIPv4(address) ? canonicalIpv4(address, prefix ?? '32') : canonicalIpv6(address, prefix ?? '128');
}

function canonicalIpv4(address: string, prefix: string): string | undefined {
  const cidr = parseCidr(`${address}/${prefix}`);
  return cidr === undefined ? undefined : `${formatAddress(cidr.first)}/${cidr.prefix}`;
}

function canonicalIpv6(address: string, prefix: string): string | undefined {
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > 128) return undefined;
  // IPv6 has many spellings; the URL parser knows the short one.
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const hostBits = BigInt(128 - Number(prefix));
  const value = numberOf(short);
  return (value >> hostBits) << hostBits === value ? `${short}/${prefix}` : undefined;
}

function numberOf(short: string): bigint {
  const [head = '', tail] = short.split('::');
  const front = groupsOf(head);
  const back = groupsOf(tail ?? '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => 0n);
  return [...front, ...zeros, ...back].reduce((sum, group) => (sum << 16n) + group, 0n);
}

function groupsOf(text: string): bigint[] {
  return text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`));
}
