import { type Clouds, NatError, type Route } from '@polynat/core';
import type { Migration, StillBilled } from '@polynat/migrate';
import { describeMoment } from '../gateways/words.ts';

/** A route that leads traffic to the source, which the user has to switch. */
export type RouteToSwitch = Pick<Route, 'table' | 'destination' | 'subnets'>;

/** The routes that lead to a gateway, where its cloud tells; what cannot be read is left out. */
export async function routesTo(nat: Clouds, ref: string): Promise<readonly RouteToSwitch[]> {
  try {
    const routes = await nat.gateway(ref).routes().toArray();
    return routes.map(({ table, destination, subnets }) => ({ table, destination, subnets }));
  } catch (thrown) {
    if (NatError.is(thrown)) return [];
    throw thrown;
  }
}

/** What the user switches, and where. */
export function switchText(
  { source, target, pairs, routes }: Migration,
  tables: readonly RouteToSwitch[],
): string {
  const lines = [
    `Switch routes, firewalls and DNS from ${source} to ${target}:`,
    ...pairs.map(({ from, to }) => `  ${from} → ${to}`),
    ...(tables.length > 0 ? [`Route tables that point at ${source}:`] : []),
    ...tables.map(
      ({ table, destination, subnets }) =>
        `  ${table}: ${destination}${subnets.length > 0 ? ` (subnets ${subnets.join(', ')})` : ''}`,
    ),
    ...(routes
      ? [
          `${target} carries no traffic until a route table has a route to it, such as 0.0.0.0/0. Polynat does not change routes.`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const yourName = '<your name>';

export const cutOverCommand = (run: string): string => `polynat cut-over ${run} --switched --by ${yourName}`;

export const rollbackCommand = (run: string): string =>
  `polynat rollback ${run} --switched-back --by ${yourName}`;

/** The state of a migration that waits, and the commands that continue it. */
export function waitingText(migration: Migration, tables: readonly RouteToSwitch[]): string {
  const { run, source, target, state, soak, cutOver, deletesSource } = migration;
  const undo = `undo everything with \`${rollbackCommand(run)}\``;
  if (state === 'awaiting-cut-over')
    return [
      `Run ${run} is awaiting cut-over: ${target} is created and verified, ${source} is untouched.\n`,
      switchText(migration, tables),
      `Then run \`${cutOverCommand(run)}\`, or ${undo}.\n`,
    ].join('');
  const end = deletesSource ? 'which deletes the source' : 'which leaves the source';
  const until = soak?.until === undefined ? '' : `\nBoth gateways stay until ${describeMoment(soak.until)}.`;
  const drift = soak?.watched.at(-1);
  const changed =
    drift && (drift.source !== 'same' || drift.target.length > 0) ? driftText(migration, drift) : '';
  return `Run ${run} is cut over: ${cutOver?.by} says that traffic uses ${target}.${until}\n${changed}Finish it with \`polynat finalize ${run}\`, ${end}, or ${undo}.\n`;
}

function driftText(
  { source, target }: Migration,
  drift: NonNullable<Migration['soak']>['watched'][number],
): string {
  const lines = [
    ...(drift.source === 'same' ? [] : [`  ${source}: ${drift.source}`]),
    ...drift.target.map((line) => `  ${target}: ${line}`),
  ];
  return `Since cut-over:\n${lines.join('\n')}\n`;
}

/** What is still billed after a migration. */
export function billedText(
  source: string,
  billed: StillBilled | undefined,
  before: readonly string[],
): string {
  if (!billed) {
    const ips =
      before.length > 0 ? ` Its public IPs are billed until you release them: ${before.join(', ')}.` : '';
    return `Source ${source} is deleted.${ips}\n`;
  }
  const { billing, addresses } = billed;
  const terms =
    billing.mode === 'prepaid'
      ? `prepaid until ${billing.expires ?? 'a date its cloud does not tell'}`
      : `pay-as-you-go by ${billing.meteredBy}`;
  const ips = addresses.length > 0 ? `, with public IPs ${addresses.join(', ')}` : '';
  return `Source ${source} stays and is billed: ${terms}${ips}.\n`;
}
