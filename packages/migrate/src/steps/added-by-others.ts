import { type CallOptions, type Gateway, type GatewayHandle, NatError } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import type { StepContext } from './context.ts';
import { dnatTable, type RuleTable, snatTable } from './rule-tables.ts';

/** A gateway is deleted together with what hangs on it: so nothing may hang on it that somebody else has put there. */
export async function requireOwnPartsOnly(
  { nat, runSoFar }: StepContext,
  gateway: Gateway,
  { run, operation, signal }: Pick<OperationContext, 'run' | 'operation' | 'signal'>,
): Promise<void> {
  const { own } = await runSoFar(run);
  const handle = nat.gateway(gateway.ref);
  const cloud = nat.cloud(gateway.ref.cloud);
  const found = await Promise.all([
    cloud.can('snat.rules') ? othersIn(snatTable, handle, own.snat, { signal }) : [],
    cloud.can('dnat.rules') ? othersIn(dnatTable, handle, own.dnat, { signal }) : [],
    cloud.can('bandwidth.packages') ? packagesOf(handle, { signal }) : [],
  ]);
  const addresses = gateway.addresses.filter(({ ip }) => !own.addresses.includes(ip)).map(({ ip }) => ip);
  const others = [...found.flat(), ...addresses];
  if (others.length === 0) return;
  const what = `${gateway.ref} has what this run did not add: ${named(others)}`;
  const byHand = `delete the gateway yourself and run \`polynat rollback ${run} --handled ${operation} --by <your name>\``;
  throw new NatError('failed-precondition', what, {
    remedy: `remove it if nobody needs it, and roll back again; or ${byHand}`,
  });
}

/** Rules that could not stand beside one of the run are taken for it: only one of them can be there. */
async function othersIn<K extends 'snat' | 'dnat', T, R extends { readonly id: string } & T>(
  table: RuleTable<K, T, R>,
  handle: GatewayHandle,
  own: readonly T[],
  options: CallOptions,
): Promise<readonly string[]> {
  const keys = new Set(own.map((rule) => table.keyOf(rule)));
  const rules = await table.of(handle).list({}, options).toArray();
  return rules
    .filter((rule) => !keys.has(table.keyOf(rule)))
    .map((rule) => `${table.kind.toUpperCase()} ${table.describe(rule)}`);
}

async function packagesOf(handle: GatewayHandle, options: CallOptions): Promise<readonly string[]> {
  const packages = await handle.bandwidth.list(options).toArray();
  return packages.map(({ id }) => `bandwidth package ${id}`);
}

const mostNamed = 5;

function named(others: readonly string[]): string {
  const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : '';
  return `${others.slice(0, mostNamed).join(', ')}${more}`;
}
