import type { Call } from '../call.ts';
import type { BillingStatus } from '../model/billing.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import type { Obstacle, ObstacleCode, Readiness } from '../model/readiness.ts';
import { readAll } from './pages.ts';
import type { Runtime } from './runtime.ts';

/** Reads what a gateway needs to carry traffic, and no more: rules only until one is found, routes only where somebody has to make them. */
export async function readinessOf(runtime: Runtime, gateway: GatewayRecord, call: Call): Promise<Readiness> {
  const found = await Promise.all([
    stopped(gateway),
    withoutAddress(gateway),
    withoutRule(runtime, gateway, call),
    withoutRoute(runtime, gateway, call),
  ]);
  const obstacles = found.filter((obstacle) => obstacle !== undefined);
  return { ready: obstacles.length === 0, obstacles };
}

const unpaid: Readonly<Record<Exclude<BillingStatus, 'good'>, readonly [ObstacleCode, string, string]>> = {
  'arrears-locked': ['arrears', 'the account is in arrears', 'top up the account'],
  'security-locked': ['locked', 'the cloud has locked it for security', 'ask the provider why it is locked'],
  expired: ['expired', 'its prepaid term has ended', 'renew it'],
};

function stopped({ billing, state, providerState }: GatewayRecord): Obstacle | undefined {
  if (billing.status !== 'good') {
    const [code, reason, remedy] = unpaid[billing.status];
    return { code, reason, remedy };
  }
  if (state === 'available' || state === 'updating') return undefined;
  const remedy = state === 'creating' ? 'wait until it is available' : 'look at it in the console';
  return { code: 'state', reason: `it is ${state} (${providerState})`, remedy };
}

function withoutAddress({ addresses, reach }: GatewayRecord): Obstacle | undefined {
  if (addresses.length > 0 || reach === 'intranet') return undefined;
  return { code: 'no-address', reason: 'it has no public address', remedy: 'attach one: addresses.attach' };
}

async function withoutRule(
  { driver }: Runtime,
  { key }: GatewayRecord,
  call: Call,
): Promise<Obstacle | undefined> {
  const { 'snat.rules': snat, 'dnat.rules': dnat } = driver.capabilities.features;
  if (snat.supported && snat.sourcesWithoutRule === 'forwarded') return undefined;
  const tables = [snat.supported && driver.snat, dnat.supported && driver.dnat];
  for (const table of tables) {
    if (table && (await table.list(key, undefined, call)).items.length > 0) return undefined;
  }
  return { code: 'no-rule', reason: 'it has no rule', remedy: 'add one: snat.add or dnat.add' };
}

async function withoutRoute(
  { driver }: Runtime,
  { key }: GatewayRecord,
  call: Call,
): Promise<Obstacle | undefined> {
  const creation = driver.capabilities.features['gateways.create'];
  const list = driver.networks?.routes?.bind(driver.networks);
  if (!creation.supported || creation.routes !== 'manual' || !list) return undefined;
  const routes = await readAll((cursor) => list(key, cursor, call));
  if (routes.some(({ enabled, subnets }) => enabled && subnets.length > 0)) return undefined;
  const reason =
    routes.length === 0
      ? 'no route table points at it'
      : 'every route that points at it is disabled, or in a table that serves no subnet';
  return {
    code: 'no-route',
    reason,
    remedy: 'point a route table of its subnets at it, in the console of the cloud',
  };
}
