import type { Billing, Gateway } from '@polynat/core';
import type { FleetResult } from '@polynat/fleet';
import type { Answer, CommandSpec, OptionValues } from '../command.ts';
import { optional } from '../command.ts';
import { exitCodes } from '../failures.ts';
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
    run: (session, _parameters, options) => expiring(session, options),
  },
  {
    usage: 'billing renew-expiring <term>',
    summary: 'renew everything that ends soon, each gateway once; spends money',
    changes: true,
    options: [['--within <duration>', 'how soon; 30d when left out']],
    run: renewExpiring,
  },
];

const answer = (billing: Billing): Answer => ({ json: billing, text: `${describeBilling(billing)}\n` });

async function renew(session: Session, [ref = '', text = '']: readonly string[]): Promise<Answer> {
  const [{ parseTerm }, { describeTerm }] = await Promise.all([
    import('../parse.ts'),
    import('@polynat/core'),
  ]);
  const term = parseTerm(text);
  const handle = await session.gatewayFor(ref, 'billing.renew');
  const before = await handle.billing(session.call);
  await session.confirm([
    `Renew ${ref} for ${describeTerm(term)}; it is ${describeBilling(before)}.`,
    'This spends money at once.',
  ]);
  return answer(await session.follow(`renew ${ref}`, handle.renew(term, session.call)));
}

const expiresOf = ({ billing }: Gateway): string | undefined =>
  billing.mode === 'prepaid' ? billing.expires : undefined;

async function expiringSoon(session: Session, options: OptionValues) {
  const [{ parseDuration }, { expiringWithin, inventory }] = await Promise.all([
    import('../parse.ts'),
    import('@polynat/fleet'),
  ]);
  const within = parseDuration(optional(options, 'within') ?? '30d', '--within');
  const { gateways, failures } = await inventory(await session.clouds(), {}, session.call);
  for (const { cloud, error } of failures) session.io.err(`${cloud} did not answer: ${error.message}\n`);
  return { soon: expiringWithin(gateways, within, session.io.now()), complete: failures.length === 0 };
}

async function expiring(session: Session, options: OptionValues): Promise<Answer> {
  const { soon, complete } = await expiringSoon(session, options);
  return {
    json: soon,
    text: expiryTable(soon, session.io.now()),
    exit: complete ? exitCodes.done : exitCodes.failed,
  };
}

function expiryTable(gateways: readonly Gateway[], now: number): string {
  const columns = [
    { title: 'gateway', of: ({ ref }: Gateway) => `${ref}` },
    { title: 'name', of: ({ name }: Gateway) => name },
    { title: 'expires', of: (gateway: Gateway) => describeDay(expiresOf(gateway)) },
    { title: 'days', of: (gateway: Gateway) => daysUntil(expiresOf(gateway), now) },
  ];
  return table(gateways, columns, 'No gateway ends so soon.');
}

const daysUntil = (instant: string | undefined, now: number): number | undefined =>
  instant === undefined ? undefined : Math.floor((Date.parse(instant) - now) / 86_400_000);

/** One durable run a day and term: repeated on the same day it pays nothing twice. */
async function renewExpiring(
  session: Session,
  [text = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const [{ parseTerm }, { createFleetRuns }] = await Promise.all([
    import('../parse.ts'),
    import('@polynat/fleet'),
  ]);
  const term = parseTerm(text);
  const { soon } = await expiringSoon(session, options);
  if (soon.length === 0) return { json: {}, text: 'No gateway ends so soon.\n' };
  await session.confirm([
    expiryTable(soon, session.io.now()),
    `Renew all of them for ${text}. This spends money at once.`,
  ]);
  const { engine } = await session.migrations();
  const runs = createFleetRuns({ clouds: await session.clouds(), engine });
  const day = new Date(session.io.now()).toISOString().slice(0, 10);
  const outcome = await (await runs.renew(soon, term, { id: `renew-${day}-${JSON.stringify(term)}` })).wait();
  if (outcome.state !== 'done')
    return {
      json: outcome,
      text: `The run is ${outcome.state}; repeat the command.\n`,
      exit: exitCodes.failed,
    };
  const results = outcome.output as unknown as FleetResult;
  const failed = Object.values(results).some((result) => 'failed' in result);
  return { json: results, text: resultTable(results), exit: failed ? exitCodes.failed : exitCodes.done };
}

function resultTable(results: FleetResult): string {
  const columns = [
    { title: 'gateway', of: ([ref]: [string, FleetResult[string]]) => ref },
    {
      title: 'result',
      of: ([, result]: [string, FleetResult[string]]) => ('failed' in result ? result.failed : 'renewed'),
    },
  ];
  return table(Object.entries(results), columns, '');
}
