import { type DnatSpec, NatError, type SnatSpec } from '@polynat/core';

/** What earlier steps found out. */
export interface Bindings {
  /** The gateway. */
  readonly ref?: string;
  /** Which public IP replaces which one of the source. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Addresses there before anything was allocated, by id; version 0.1 handed them to the orders. */
  readonly known?: readonly string[];
}

/** The arguments of a step on the gateway, with its reference first. */
export function onGateway<T extends object>(
  { ref }: Bindings,
  step: string,
  args: T,
): { readonly ref: string } & T {
  if (ref !== undefined) return { ref, ...args };
  throw new NatError('internal', `step ${step} needs the gateway before it was created`);
}

export const replacementOf = (ip: string, { addresses }: Bindings): string => addresses[ip] ?? ip;

export const bindSnat = (rule: SnatSpec, known: Bindings): SnatSpec =>
  rule.through ? { ...rule, through: rule.through.map((ip) => replacementOf(ip, known)) } : rule;

export const bindDnat = (rule: DnatSpec, known: Bindings): DnatSpec => ({
  ...rule,
  public: { ...rule.public, address: replacementOf(rule.public.address, known) },
});
