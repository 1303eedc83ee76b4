import type { Clock } from '@polynat/core';

export interface Gateway {
  readonly id: string;
  readonly vpc: string;
  name: string;
  size: string;
  ips: string[];
  /** When it is at rest again, by the clock; what it is until then. */
  ready: number;
  passing: string;
}

export interface Rule {
  readonly id: string;
  readonly gateway: string;
  readonly block: string;
  readonly ips: readonly string[];
  readonly ready: number;
}

export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`refused: ${code}`);
    this.status = status;
    this.code = code;
  }
}

const takes = 4_000;
const pageSize = 2;
const rank = (key: string): number => Number(/\d+$/.exec(key)?.[0]);

/** Volcano's account: its rules, and no HTTP. */
export class VolcanoWorld {
  readonly #gateways = new Map<string, Gateway>();
  readonly #rules = new Map<string, Rule>();
  readonly ips = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'];
  readonly #clock: Clock;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create({ name, vpc, size }: Pick<Gateway, 'name' | 'vpc' | 'size'>) {
    if (vpc !== 'vpc-1') throw new Refused(404, 'NoSuchVpc');
    const id = this.#id('gw');
    this.#gateways.set(id, { id, vpc, name, size, ips: [], ...this.#passing('BUILDING') });
    return { id };
  }

  delete(id: string) {
    const gateway = this.#idle(id);
    if (this.rulesOf(id).length > 0) throw new Refused(409, 'InUse');
    Object.assign(gateway, this.#passing('CLOSING'));
  }

  attach(id: string, ip: string) {
    const gateway = this.#idle(id);
    if (this.holder(ip) === id) return;
    if (this.holder(ip) !== undefined || !this.ips.includes(ip)) throw new Refused(409, 'IpTaken');
    gateway.ips.push(ip);
  }

  detach(id: string, ip: string) {
    const gateway = this.#idle(id);
    if (!gateway.ips.includes(ip)) throw new Refused(404, 'NoSuchIp');
    if (this.rulesOf(id).some((rule) => rule.ips.includes(ip))) throw new Refused(409, 'InUse');
    gateway.ips = gateway.ips.filter((held) => held !== ip);
  }

  addRule(gateway: string, { block, ips }: Pick<Rule, 'block' | 'ips'>) {
    const { ips: held } = this.#idle(gateway);
    if (this.rulesOf(gateway).some((rule) => rule.block === block)) throw new Refused(409, 'RuleExists');
    if (!ips.every((ip) => held.includes(ip))) throw new Refused(409, 'NoIp');
    const id = this.#id('rule');
    this.#rules.set(id, { id, gateway, block, ips, ready: this.#clock.now() + takes });
    return { id };
  }

  removeRule(gateway: string, id: string) {
    this.#idle(gateway);
    if (!this.#rules.delete(id)) throw new Refused(404, 'NoSuchRule');
  }

  list(): readonly Gateway[] {
    return [...this.#gateways.values()].filter((gateway) => !this.#closed(gateway));
  }

  gateway(id: string): Gateway {
    const gateway = this.#gateways.get(id);
    if (!gateway || this.#closed(gateway)) throw new Refused(404, 'NoSuchGateway');
    return gateway;
  }

  stateOf = (item: { readonly ready: number; readonly passing?: string }): string =>
    this.#atRest(item) ? 'READY' : (item.passing ?? 'BUILDING');

  rulesOf = (gateway: string): readonly Rule[] =>
    [...this.#rules.values()].filter((rule) => rule.gateway === gateway);

  holder = (ip: string): string | undefined => this.list().find(({ ips }) => ips.includes(ip))?.id;

  /** `after` is the last item of the page before: what is deleted meanwhile shifts nothing. Ids grow. */
  page<T>(items: readonly T[], keyOf: (item: T) => string, after: string | null) {
    const left = items.filter((item) => after === null || rank(keyOf(item)) > rank(after));
    const page = left.slice(0, pageSize);
    const last = page.at(-1);
    return { items: page, next: left.length > pageSize && last !== undefined ? keyOf(last) : undefined };
  }

  #idle(id: string): Gateway {
    const gateway = this.gateway(id);
    const working = this.rulesOf(id).some((rule) => !this.#atRest(rule));
    if (working || !this.#atRest(gateway)) throw new Refused(409, 'GatewayBusy');
    return gateway;
  }

  #atRest = ({ ready }: { readonly ready: number }): boolean => ready <= this.#clock.now();
  #closed = (gateway: Gateway): boolean => gateway.passing === 'CLOSING' && this.#atRest(gateway);
  #passing = (passing: string) => ({ passing, ready: this.#clock.now() + takes });

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}-${this.#count}`;
  }
}
