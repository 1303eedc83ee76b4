import type { DnatRule, RuleRemoval, SnatRule } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import {
  detachFrom,
  dnatFrom,
  dnatRequestFrom,
  snatFrom,
  snatRequestFrom,
} from '../command-line/rule-input.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

const sourceHelp =
  'SOURCE is 10.0.8.0/24, subnet:ID, hosts:IP,IP (hosts:IP@SUBNET if the cloud needs it), interface:ID@IP or whole';

const snatOptions = [
  ['--through <ip...>', 'public IPs of the rule (default: all of the gateway)'],
  ['--name <name>', 'name'],
  ['--affinity <on|off>', 'one public IP for all connections of a private host'],
] as const;

const snatFilterOptions = [
  ['--id <id...>', 'only rules with these ids'],
  ['--name <pattern>', 'only rules with this name; * stands for any characters'],
  ['--source <source>', 'only the rule of this source'],
  ['--through <ip>', 'only rules with this public IP'],
] as const;

const attachOption = ['--attach', 'attach the public IPs that are not attached yet'] as const;

/** For `new`, which orders a public IP with the rule. */
const orderOptions = [
  ['--bandwidth <mbit/s>', 'bandwidth of the new public IP'],
  ['--metered-by <what>', 'traffic or bandwidth, for the new public IP'],
] as const;

const detachOptions = [
  ['--detach', 'detach the public IPs that no other rule uses'],
  ['--detach-only <ip...>', 'detach only these'],
] as const;

const snatAddOptions = [
  ['--through <ip...>', 'public IPs of the rule (default: all of the gateway), or new to allocate one'],
  snatOptions[1],
  snatOptions[2],
  attachOption,
  ...orderOptions,
] as const;

export const snatCommands: readonly CommandSpec[] = [
  {
    usage: 'snat list <ref>',
    summary: 'list SNAT rules (outbound)',
    options: snatFilterOptions,
    run: async ({ clouds, call }, [ref = ''], options) => {
      const { snatFilterFrom } = await import('../gateways/rule-filter.ts');
      const { snat } = await clouds.gateway(ref);
      const rules = await snat.list(snatFilterFrom(options), call).toArray();
      return { json: rules, text: await snatTable(rules) };
    },
  },
  {
    usage: 'snat get <ref> <id>',
    summary: 'show a rule',
    run: async ({ clouds, call }, [ref = '', id = '']) => {
      const { snat } = await clouds.gateway(ref);
      return snatAnswer(await snat.get(id, call));
    },
  },
  {
    usage: 'snat find <ref>',
    summary: 'show the one rule that the options describe; fails when there is none or several',
    options: snatFilterOptions,
    run: async ({ clouds, call }, [ref = ''], options) => {
      const { snatFilterFrom } = await import('../gateways/rule-filter.ts');
      const { snat } = await clouds.gateway(ref);
      return snatAnswer(await snat.find(snatFilterFrom(options), call));
    },
  },
  {
    usage: 'snat add <ref> <source>',
    summary: `add an SNAT rule; ${sourceHelp}`,
    changes: true,
    options: snatAddOptions,
    run: async ({ clouds, terminal, follow, call }, [ref = '', source = ''], options) => {
      const { snat } = await clouds.gateway(ref);
      const rule = await snatRequestFrom(source, options);
      if (rule.through !== undefined && !Array.isArray(rule.through)) await confirmOrder(terminal, ref);
      const adding = snat.add(rule, { ...call, attach: options.attach === true });
      return snatAnswer(await follow(`add SNAT for ${source}`, adding));
    },
  },
  {
    usage: 'snat replace <ref> <id> <source>',
    summary: 'change a rule in place',
    changes: true,
    options: snatOptions,
    run: async ({ clouds, follow, call }, [ref = '', id = '', source = ''], options) => {
      const { snat } = await clouds.gateway(ref);
      const rule = await snatFrom(source, options);
      return snatAnswer(await follow(`replace ${id}`, snat.replace(id, rule, call)));
    },
  },
  {
    usage: 'snat remove <ref> <id>',
    summary: 'remove a rule',
    changes: true,
    options: detachOptions,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = ''], options) => {
      const { snat } = await clouds.gateway(ref, 'snat.rules');
      await terminal.confirm(`Remove SNAT rule ${id} from ${ref}. Its sources lose outbound access.`);
      const detach = detachFrom(options);
      if (detach) return removed(id, await follow(`remove ${id}`, snat.remove(id, { ...call, detach })));
      await follow(`remove ${id}`, snat.remove(id, call));
      return removed(id);
    },
  },
  {
    usage: 'snat add-address <ref> <id> <ip>',
    summary: 'add a public IP to a rule',
    changes: true,
    run: async ({ clouds, call }, [ref = '', id = '', ip = '']) => {
      const { snat } = await clouds.gateway(ref);
      return snatAnswer(await snat.addAddress(id, ip, call));
    },
  },
  {
    usage: 'snat remove-address <ref> <id> <ip>',
    summary: 'remove a public IP from a rule',
    changes: true,
    run: async ({ clouds, call }, [ref = '', id = '', ip = '']) => {
      const { snat } = await clouds.gateway(ref);
      return snatAnswer(await snat.removeAddress(id, ip, call));
    },
  },
];

const dnatOptions = [
  ['--name <name>', 'name'],
  ['--port-break', 'let DNAT take a port that SNAT uses'],
] as const;

const dnatFilterOptions = [
  ['--id <id...>', 'only rules with these ids'],
  ['--name <pattern>', 'only rules with this name; * stands for any characters'],
  ['--protocol <protocol>', 'tcp, udp or any'],
  ['--public <endpoint>', 'only rules of this public IP or port: 1.2.3.4, 1.2.3.4:443 or :443'],
  ['--private <endpoint>', 'only rules to this private IP or port'],
] as const;

export const dnatCommands: readonly CommandSpec[] = [
  {
    usage: 'dnat list <ref>',
    summary: 'list DNAT rules (inbound)',
    options: dnatFilterOptions,
    run: async ({ clouds, call }, [ref = ''], options) => {
      const { dnatFilterFrom } = await import('../gateways/rule-filter.ts');
      const { dnat } = await clouds.gateway(ref);
      const rules = await dnat.list(dnatFilterFrom(options), call).toArray();
      return { json: rules, text: await dnatTable(rules) };
    },
  },
  {
    usage: 'dnat get <ref> <id>',
    summary: 'show a rule',
    run: async ({ clouds, call }, [ref = '', id = '']) => {
      const { dnat } = await clouds.gateway(ref);
      return dnatAnswer(await dnat.get(id, call));
    },
  },
  {
    usage: 'dnat find <ref>',
    summary: 'show the one rule that the options describe; fails when there is none or several',
    options: dnatFilterOptions,
    run: async ({ clouds, call }, [ref = ''], options) => {
      const { dnatFilterFrom } = await import('../gateways/rule-filter.ts');
      const { dnat } = await clouds.gateway(ref);
      return dnatAnswer(await dnat.find(dnatFilterFrom(options), call));
    },
  },
  {
    usage: 'dnat add <ref> <protocol> <public> <private>',
    summary:
      'add a DNAT rule: tcp 1.2.3.4:443 10.0.0.7:8443, or new:443 to allocate a public IP; ranges as 80-90; any takes IPs without ports',
    changes: true,
    options: [...dnatOptions, attachOption, ...orderOptions],
    run: async (
      { clouds, terminal, follow, call },
      [ref = '', protocol = '', outside = '', inside = ''],
      options,
    ) => {
      const { dnat } = await clouds.gateway(ref);
      const rule = await dnatRequestFrom(protocol, outside, inside, options);
      if (typeof rule.public.address !== 'string') await confirmOrder(terminal, ref);
      const adding = dnat.add(rule, { ...call, attach: options.attach === true });
      return dnatAnswer(await follow(`add DNAT for ${outside}`, adding));
    },
  },
  {
    usage: 'dnat replace <ref> <id> <protocol> <public> <private>',
    summary: 'change a rule in place',
    changes: true,
    options: dnatOptions,
    run: async (
      { clouds, follow, call },
      [ref = '', id = '', protocol = '', outside = '', inside = ''],
      options,
    ) => {
      const { dnat } = await clouds.gateway(ref);
      const rule = await dnatFrom(protocol, outside, inside, options);
      return dnatAnswer(await follow(`replace ${id}`, dnat.replace(id, rule, call)));
    },
  },
  {
    usage: 'dnat remove <ref> <id>',
    summary: 'remove a rule',
    changes: true,
    options: detachOptions,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = ''], options) => {
      const { dnat } = await clouds.gateway(ref, 'dnat.rules');
      await terminal.confirm(`Remove DNAT rule ${id} from ${ref}. Its public port stops forwarding.`);
      const detach = detachFrom(options);
      if (detach) return removed(id, await follow(`remove ${id}`, dnat.remove(id, { ...call, detach })));
      await follow(`remove ${id}`, dnat.remove(id, call));
      return removed(id);
    },
  },
];

const confirmOrder = (terminal: Needs<'terminal'>['terminal'], ref: string): Promise<void> =>
  terminal.confirm(`Allocate a public IP and attach it to ${ref}. Billing starts immediately.`);

const snatAnswer = async (rule: SnatRule): Promise<Answer> => ({ json: rule, text: await snatTable([rule]) });
const dnatAnswer = async (rule: DnatRule): Promise<Answer> => ({ json: rule, text: await dnatTable([rule]) });

async function snatTable(rules: readonly SnatRule[]) {
  const { describeSource } = await import('@polynat/core');
  const columns = [
    { title: 'rule', of: ({ id }: SnatRule) => id },
    { title: 'name', of: ({ name }: SnatRule) => name },
    { title: 'source', of: ({ source }: SnatRule) => describeSource(source) },
    { title: 'public ips', of: ({ through }: SnatRule) => through.join(' ') },
    { title: 'state', of: ({ state }: SnatRule) => state, tone: ({ state }: SnatRule) => toneOfState(state) },
  ];
  return table(rules, columns, 'There are no SNAT rules.');
}

async function dnatTable(rules: readonly DnatRule[]) {
  const { describePorts } = await import('@polynat/core');
  const endpoint = ({ address, ports }: DnatRule['public']) => `${address}:${describePorts(ports)}`;
  const columns = [
    { title: 'rule', of: ({ id }: DnatRule) => id },
    { title: 'name', of: ({ name }: DnatRule) => name },
    { title: 'protocol', of: ({ protocol }: DnatRule) => protocol },
    { title: 'public', of: (rule: DnatRule) => endpoint(rule.public) },
    { title: 'private', of: (rule: DnatRule) => endpoint(rule.private) },
    { title: 'state', of: ({ state }: DnatRule) => state, tone: ({ state }: DnatRule) => toneOfState(state) },
  ];
  return table(rules, columns, 'There are no DNAT rules.');
}

function removed(id: string, addresses?: RuleRemoval): Answer {
  const lines = [
    `Removed ${id}.`,
    ...(addresses?.detached ?? []).map(
      (ip) => `Detached ${ip}. It stays in the account and is still billed.`,
    ),
    ...(addresses?.kept ?? []).map(({ address, reason }) => `Kept ${address}: ${reason}.`),
  ];
  return { json: { removed: id, ...addresses }, text: `${lines.join('\n')}\n` };
}
