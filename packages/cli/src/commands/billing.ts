import type { Billing } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { describeBilling, describeDay } from '../gateways/words.ts';
import { sheet } from '../terminal/table.ts';

export const billingCommands: readonly CommandSpec[] = [
  {
    usage: 'billing show <ref>',
    summary: 'show billing and expiry of a gateway',
    run: async ({ clouds, call }, [ref = '']) => answer(await (await clouds.gateway(ref)).billing(call)),
  },
  {
    usage: 'billing renew <ref> <term>',
    summary: 'renew a prepaid gateway for 3m, 1y, …; paid immediately',
    changes: true,
    run: renew,
  },
  {
    usage: 'billing expiring',
    summary: 'list prepaid gateways that expire soon or have expired',
    options: [
      ['--within <duration>', 'how soon (default: 30d)'],
      ['--cloud <alias...>', 'only these clouds'],
    ],
    run: async (context, _, options) => (await import('../renewing/expiring.ts')).expiring(context, options),
  },
];

const answer = (billing: Billing): Answer => ({ json: billing, text: sheet(factsOf(billing)) });

function factsOf(billing: Billing): Readonly<Record<string, string | undefined>> {
  const { mode, status } = billing;
  if (mode === 'on-demand') return { billing: 'pay-as-you-go', 'metered by': billing.meteredBy, status };
  const renewal = billing.autoRenew === undefined ? undefined : billing.autoRenew ? 'on' : 'off';
  return { billing: 'prepaid', expires: describeDay(billing.expires), 'auto-renewal': renewal, status };
}

async function renew(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '', text = '']: readonly string[],
): Promise<Answer> {
  const { parseTerm } = await import('../command-line/parse.ts');
  const { describeTerm } = await import('@polynat/core');
  const term = parseTerm(text);
  const gateway = await clouds.gateway(ref, 'billing.renew');
  const { name, billing } = await gateway.get(call);
  await terminal.confirm(
    `Renew ${name} (${ref}) for ${describeTerm(term)}. Now: ${describeBilling(billing)}.`,
    'You pay immediately.',
  );
  const expires = billing.mode === 'prepaid' ? billing.expires : undefined;
  const order = { ...call, ...(expires !== undefined && { expiring: expires }) };
  return answer(await follow(`renew ${ref}`, gateway.renew(term, order)));
}
