import { createHash } from 'node:crypto';
import type { GatewayDocument } from './document.ts';

/** The same for equal data, whatever the order of members. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** Identifies what a gateway does; where and when it was read, and what passes by itself, do not count. */
export function meaningDigest({ gateway, ...rest }: GatewayDocument): string {
  const { origin, billing, ...facts } = gateway;
  return digestOf({ ...sorted(rest), gateway: { ...facts, mode: billing.mode } });
}

function sorted(rules: Omit<GatewayDocument, 'gateway'>): Record<string, unknown> {
  const byText = (list: readonly unknown[]) => list.map(canonical).sort();
  const { addresses, snat, dnat, bandwidth, polynat } = rules;
  return {
    polynat,
    addresses: byText(addresses),
    snat: byText(snat.map((rule) => ({ ...rule, through: [...rule.through].sort() }))),
    dnat: byText(dnat),
    bandwidth: byText(bandwidth),
  };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
