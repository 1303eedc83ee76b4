import type { Billing } from '@polynat/core';
import type { Answer, CommandSpec } from '../command-line/command.ts';
import type { Session } from '../command-line/session.ts';
import { describeBilling, describeDay } from '../gateways/words.ts';
import { sheet } from '../terminal/table.ts';

const withinOption = ['--within <duration>', 'how soon; 30d when left out'] as const;

export const billingCommands: readonly CommandSpec[] = [
  {
    usage: 'billing show <ref>',
    summary: 'how a gateway is paid, and until when',
    run: async (session, [ref = '']) => answer(await (await session.gateway(ref)).billing(session.call)),
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
    options: [withinOption, ['--cloud <alias...>', 'only these clouds']],
    run: async (session, _, options) => (await import('../renewing/renewal.ts')).expiring(session, options),
  },
  {
    usage: 'billing renew-expiring <term>',
    summary: 'renew everything that ends soon, each gateway once a day; spends money',
    changes: true,
    options: [withinOption, ['--cloud <alias...>', 'only these clouds']],
    run: async (session, parameters, options) =>
      (await import('../renewing/renewal.ts')).renewExpiring(session, parameters, options),
  },
];

const answer = (billing: Billing): Answer => ({ json: billing, text: sheet(factsOf(billing)) });

function factsOf(billing: Billing): Readonly<Record<string, string | undefined>> {
  const { mode, status: standing } = billing;
  if (mode === 'on-demand') return { paid: 'on demand', by: billing.meteredBy, standing };
  const renewal = billing.autoRenew === undefined ? undefined : billing.autoRenew ? 'on' : 'off';
  return { paid: 'ahead', until: describeDay(billing.expires), 'auto-renewal': renewal, standing };
}

async function renew(session: Session, [ref = '', text = '']: readonly string[]): Promise<Answer> {
  const { parseTerm } = await import('../command-line/parse.ts');
  const { describeTerm } = await import('@polynat/core');
  const term = parseTerm(text);
  const gateway = await session.gateway(ref, 'billing.renew');
  const { name, billing } = await gateway.get(session.call);
  await session.confirm(
    `Renew ${name} (${ref}) for ${describeTerm(term)}; it is paid ${describeBilling(billing)}.`,
    'This spends money at once.',
  );
  const expires = billing.mode === 'prepaid' ? billing.expires : undefined;
  const order = { ...session.call, ...(expires !== undefined && { expiring: expires }) };
  return answer(await session.follow(`renew ${ref}`, gateway.renew(term, order)));
}
