import type { Billing, Clouds, Gateway } from '@polynat/core';
import type { Answer, CommandSpec } from '../command.ts';
import { optional } from '../command.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { describeBilling, describeDay } from '../words.ts';

export const billingCommands: readonly CommandSpec[] = [
  {
    usage: 'billing show <ref>',
    summary: 'how a gateway is paid, and until when',
    run: async (session, [ref = '']) =>
      answer(await (await session.clouds()).gateway(ref).billing(session.call)),
  },
  {
    usage: 'billing renew <ref> <term>',
    summary: 'pay ahead for longer: 3m, 1y; spends money',
    changes: true,
    run: renew,
  },
  {
    usage: 'billing expiring',
    summary: 'prepaid gateways that end soon, or have ended',
    options: [['--within <duration>', 'how soon; 30d when left out']],
    run: async (session, _parameters, options) => {
      const { parseDuration } = await import('../parse.ts');
      const within = parseDuration(optional(options, 'within') ?? '30d', '--within');
      return expiring(await session.clouds(), session, within);
    },
  },
];

const answer = (billing: Billing): Answer => ({ json: billing, text: `${describeBilling(billing)}\n` });

async function renew(session: Session, [ref = '', text = '']: readonly string[]): Promise<Answer> {
  const [{ parseTerm }, { describeTerm }] = await Promise.all([
    import('../parse.ts'),
    import('@polynat/core'),
  ]);
  const term = parseTerm(text);
  const handle = (await session.clouds()).gateway(ref);
  const before = await handle.billing(session.call);
  await session.confirm([
    `Renew ${ref} for ${describeTerm(term)}; it is ${describeBilling(before)}.`,
    'This spends money at once.',
  ]);
  return answer(await session.follow(`renew ${ref}`, handle.renew(term, session.call)));
}

export const expiresOf = ({ billing }: Gateway): string | undefined =>
  billing.mode === 'prepaid' ? billing.expires : undefined;

async function expiring(clouds: Clouds, session: Session, within: number): Promise<Answer> {
  const { items, failures } = await clouds.gateways.list({}, session.call).settle();
  for (const { cloud, error } of failures) session.io.err(`${cloud} did not answer: ${error.message}\n`);
  const limit = session.io.now() + within;
  const soon = items
    .filter((gateway) => Date.parse(expiresOf(gateway) ?? '') <= limit)
    .sort((left, right) => (expiresOf(left) ?? '').localeCompare(expiresOf(right) ?? ''));
  const columns = [
    { title: 'gateway', of: ({ ref }: Gateway) => `${ref}` },
    { title: 'name', of: ({ name }: Gateway) => name },
    { title: 'expires', of: (gateway: Gateway) => describeDay(expiresOf(gateway)) },
    { title: 'days', of: (gateway: Gateway) => daysUntil(expiresOf(gateway), session.io.now()) },
  ];
  return {
    json: soon,
    text: table(soon, columns, 'No gateway ends so soon.'),
    exit: failures.length > 0 ? 1 : 0,
  };
}

const daysUntil = (instant: string | undefined, now: number): number | undefined =>
  instant === undefined ? undefined : Math.floor((Date.parse(instant) - now) / 86_400_000);
