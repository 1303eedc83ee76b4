export interface Cidr {
  /** First address of the range as a number. */
  readonly first: number;
  /** How many addresses the range holds. */
  readonly size: number;
  readonly mask: number;
}

export function parseIp(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function formatIp(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** Only ranges that start at their own first address; `10.0.0.1/24` is refused. */
export function parseCidr(text: string): Cidr | undefined {
  const [ip = '', maskText = '', ...rest] = text.split('/');
  const first = parseIp(ip);
  const mask = Number(maskText);
  if (first === undefined || rest.length > 0 || !/^\d{1,2}$/.test(maskText) || mask > 32) return undefined;
  const size = 2 ** (32 - mask);
  return first % size === 0 ? { first, size, mask } : undefined;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.first < other.first + other.size && other.first < one.first + one.size;
}

/** Whether a server can have this address: in the range, and neither its first nor its last. */
export function holdsServer(range: Cidr, address: number): boolean {
  return address > range.first && address < range.first + range.size - 1;
}
