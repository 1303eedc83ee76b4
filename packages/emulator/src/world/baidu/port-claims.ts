import { lowerBound } from '../../common/lower-bound.ts';
import type { DnatRule, PortRange } from './dnat-rule.ts';

interface Claim extends PortRange {
  readonly ruleId: string;
}

const EVERY_PORT: PortRange = { first: 0, last: 65_535 };

/** Which public ports of a gateway's addresses are forwarded already. No port is forwarded twice. */
export class PortClaims {
  /** Disjoint claims in ascending order, by address and transport protocol. */
  readonly #claims = new Map<string, Claim[]>();

  /** The rule that forwards one of the ports this rule wants, if there is one. */
  conflict(rule: DnatRule): string | undefined {
    const range = outsidePorts(rule);
    return keysOf(rule)
      .map((key) => findOverlap(this.#claims.get(key) ?? [], range)?.ruleId)
      .find((ruleId) => ruleId !== undefined);
  }

  add(rule: DnatRule): void {
    const claim: Claim = { ...outsidePorts(rule), ruleId: rule.id };
    for (const key of keysOf(rule)) {
      const claims = this.#claims.get(key) ?? [];
      claims.splice(placeOf(claims, claim.first), 0, claim);
      this.#claims.set(key, claims);
    }
  }

  remove(rule: DnatRule): void {
    for (const key of keysOf(rule)) {
      const claims = this.#claims.get(key) ?? [];
      const place = placeOf(claims, outsidePorts(rule).first);
      if (claims[place]?.ruleId === rule.id) claims.splice(place, 1);
      if (claims.length === 0) this.#claims.delete(key);
    }
  }
}

function keysOf(rule: DnatRule): readonly string[] {
  const protocols = rule.protocol === 'all' ? ['TCP', 'UDP'] : [rule.protocol];
  return protocols.map((protocol) => `${rule.address} ${protocol}`);
}

export function outsidePorts({ forwarding }: DnatRule): PortRange {
  if (forwarding.kind === 'everything') return EVERY_PORT;
  if (forwarding.kind === 'range') return forwarding.outside;
  return { first: forwarding.outside, last: forwarding.outside };
}

/** Index of the first claim that begins at `port` or later. */
function placeOf(claims: readonly Claim[], port: number): number {
  return lowerBound(claims, ({ first }) => first < port);
}

function findOverlap(claims: readonly Claim[], range: PortRange): Claim | undefined {
  const place = placeOf(claims, range.first);
  const before = claims[place - 1];
  if (before !== undefined && before.last >= range.first) return before;
  const after = claims[place];
  return after !== undefined && after.first <= range.last ? after : undefined;
}
