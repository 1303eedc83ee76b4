import { days, type Gateway } from '@polynat/core';
import { expiringWithin, expiryOf } from '@polynat/fleet';
import { listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { parseDuration } from '../command-line/parse.ts';
import { table } from '../terminal/table.ts';

export async function expiring(
  context: Needs<'clouds' | 'terminal' | 'call'>,
  options: OptionValues,
): Promise<Answer> {
  const now = context.terminal.io.now();
  const within = parseDuration(optional(options, 'within') ?? '30d', '--within');
  const { items, exit } = await listAll(context, options, ({ gateways }) => gateways.list({}, context.call));
  const soon = expiringWithin(items, within, now);
  return { json: soon, text: expiryTable(soon, now), exit };
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

export function expiryTable(gateways: readonly Gateway[], now: number) {
  const left = (gateway: Gateway): number => Math.floor(((expiryOf(gateway) ?? now) - now) / days(1));
  const columns = [
    { title: 'gateway', of: ({ ref }: Gateway) => `${ref}` },
    { title: 'name', of: ({ name }: Gateway) => name },
    { title: 'expires', of: (gateway: Gateway) => dayOf(expiryOf(gateway) ?? now) },
    {
      title: 'days',
      of: left,
      tone: (gateway: Gateway) => (left(gateway) < 7 ? ('bad' as const) : ('busy' as const)),
    },
  ];
  return table(gateways, columns, 'No gateway expires within that time.');
}
