import type { Use } from './commands.ts';

/**
 * What a client may expect of the cloud, written down a second time and as plainly as possible: no indexes, no work in
 * progress (the cloud of the test finishes everything at once), every list searched from end to end.
 */
export interface ModelGateway {
  readonly id: string;
  readonly vpc: number;
  readonly enhanced: boolean;
  size: number;
  name: string;
  protect: boolean;
  /** Undefined for postpaid. */
  expiresAt: number | undefined;
  readonly addresses: Map<string, Use>;
  readonly snat: Map<string, { readonly source: string; readonly ips: readonly string[] }>;
  readonly dnat: Map<string, ModelDnat>;
}

export interface ModelDnat {
  readonly ip: string;
  readonly protocol: 'TCP' | 'UDP' | 'all';
  readonly first: number;
  readonly last: number;
}

export interface ModelAddress {
  readonly ip: string;
  readonly vpc: number;
  readonly group: string;
  gone: boolean;
}

const DAY = 86_400_000;

export class Model {
  readonly gateways: ModelGateway[] = [];
  readonly addresses: ModelAddress[] = [];
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  /** Seven days after its expiry a gateway is gone. */
  forgetExpired(): void {
    const kept = this.gateways.filter(({ expiresAt = Infinity }) => expiresAt + 7 * DAY > this.now);
    this.gateways.splice(0, this.gateways.length, ...kept);
  }

  isDown({ expiresAt = Infinity }: ModelGateway): boolean {
    return expiresAt <= this.now;
  }

  ownerOf(ip: string): ModelGateway | undefined {
    return this.gateways.find(({ addresses }) => addresses.has(ip));
  }

  statusOf(gateway: ModelGateway): string {
    if (this.isDown(gateway)) return 'down';
    return gateway.addresses.size > 0 ? 'active' : 'unconfigured';
  }

  /** Codes that forbid binding these addresses to such a gateway. */
  obstaclesToBinding(
    gateway: Pick<ModelGateway, 'enhanced' | 'size' | 'addresses' | 'vpc'>,
    wish: readonly (readonly [ModelAddress, Use])[],
  ): string[] {
    const codes: string[] = [];
    if (wish.some(([, use]) => (use === 'both') !== gateway.enhanced)) codes.push('BadRequest');
    if (wish.some(([address]) => address.gone || address.vpc !== gateway.vpc)) codes.push('NoSuchObject');
    if (wish.some(([{ ip }]) => this.ownerOf(ip) !== undefined)) codes.push('OperationDenied');
    const capacity = gateway.enhanced ? Math.min(50, gateway.size * 5) : gateway.size * 5;
    if (gateway.addresses.size + wish.length > capacity) codes.push('LimitExceeded');
    if (!this.#agree(gateway, wish)) codes.push('OperationDenied');
    return codes;
  }

  /** Codes that forbid unbinding these addresses from a gateway. */
  obstaclesToUnbinding(gateway: ModelGateway, wish: readonly (readonly [ModelAddress, Use])[]): string[] {
    const codes: string[] = [];
    if (wish.some(([, use]) => (use === 'both') !== gateway.enhanced)) codes.push('BadRequest');
    if (wish.some(([address]) => address.gone || address.vpc !== gateway.vpc)) codes.push('NoSuchObject');
    if (wish.some(([{ ip }, use]) => gateway.addresses.get(ip) !== use)) codes.push('OperationDenied');
    if (wish.some(([{ ip }]) => this.isUsed(gateway, ip))) codes.push('OperationDenied');
    return codes;
  }

  #agree(gateway: Pick<ModelGateway, 'addresses'>, wish: readonly (readonly [ModelAddress, Use])[]): boolean {
    const bound = [...gateway.addresses].map(([ip, use]) => [this.#find(ip), use] as const);
    return (['snat', 'dnat', 'both'] as const).every((use) => {
      const groups = [...bound, ...wish]
        .filter(([, other]) => other === use)
        .map(([address]) => address?.group);
      const same = new Set(groups).size <= 1;
      return same && (use === 'both' || groups.length <= 1 || groups[0] !== '');
    });
  }

  #find(ip: string): ModelAddress | undefined {
    return this.addresses.find((address) => address.ip === ip);
  }

  isUsed({ snat, dnat }: ModelGateway, ip: string): boolean {
    return (
      [...snat.values()].some(({ ips }) => ips.includes(ip)) ||
      [...dnat.values()].some((rule) => rule.ip === ip)
    );
  }

  serves(gateway: ModelGateway, ip: string, use: 'snat' | 'dnat'): boolean {
    const bound = gateway.addresses.get(ip);
    return bound === use || bound === 'both';
  }

  collides({ dnat }: ModelGateway, wanted: ModelDnat): boolean {
    return [...dnat.values()].some(
      (rule) =>
        rule.ip === wanted.ip &&
        (rule.protocol === wanted.protocol || rule.protocol === 'all' || wanted.protocol === 'all') &&
        rule.first <= wanted.last &&
        wanted.first <= rule.last,
    );
  }
}

/** Date arithmetic of a renewal, by counting: the last day of the month when there is no such day. */
export function monthsAfter(instant: number, months: number): number {
  const date = new Date(instant);
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(date.getUTCFullYear(), month, day) + (instant % DAY);
}
