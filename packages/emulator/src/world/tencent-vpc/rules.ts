import type { Gateway, SnatRule } from './model.ts';
import { Refusal } from './refusal.ts';

/** Refuses a public address that rules of this gateway cannot use. */
export function checkRuleAddress(gateway: Gateway, ip: string): void {
  const address = [...gateway.addresses].find((each) => each.ip === ip);
  if (address === undefined) {
    throw new Refusal('rule-address', `The EIP ${ip} is not bound to ${gateway.id}.`);
  }
  if (address.state !== 'BIND') {
    throw new Refusal('rule-address-in-transit', `The EIP ${ip} is ${address.state}.`);
  }
}

/** Whether a server of the VPC has this private address. */
export function hasHost({ vpc }: Gateway, ip: string): boolean {
  return [...vpc.interfaces].some(({ ips }) => ips.includes(ip));
}

/** Takes unbound addresses out of the rules; a rule without an address goes. */
export function dropRulesOf(gateway: Gateway, ips: ReadonlySet<string>): void {
  for (const [key, { publicIp }] of [...gateway.dnat]) if (ips.has(publicIp)) gateway.dnat.delete(key);
  for (const rule of [...gateway.snat.values()]) dropAddresses(gateway, rule, ips);
}

function dropAddresses(gateway: Gateway, rule: SnatRule, ips: ReadonlySet<string>): void {
  rule.publicIps = rule.publicIps.filter((ip) => !ips.has(ip));
  if (rule.publicIps.length === 0) gateway.snat.delete(rule.id);
}
