import type { Gateway } from '@polynat/core';
import { listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { given, type OptionValues, optional } from '../command-line/options.ts';

const filterOptions = [
  ['--cloud <alias...>', 'only these clouds'],
  ['--id <id...>', 'only gateways with these ids'],
  ['--name <pattern>', "only gateways with this name; * stands for any characters: 'shop-*'"],
  ['--tag <key=value...>', 'only gateways with these tags; * stands for any characters in a value'],
  ['--state <state>', 'only gateways in this state'],
  ['--network <id>', 'only gateways in this VPC'],
  ['--expires-within <duration>', 'only prepaid gateways that expire within 7d, 12h, …'],
] as const;

const switchOptions = [
  ['--icmp-reply <on|off>', 'whether its public IPs answer a ping'],
  ['--affinity <on|off>', 'one public IP for all connections of a private host'],
  ['--bind-mode <mode>', 'multi or nat: how it binds public IPs'],
] as const;

export const gatewayCommands: readonly CommandSpec[] = [
  {
    usage: 'gateways list',
    summary: 'list gateways of all clouds, or of some',
    options: filterOptions,
    run: listGateways,
  },
  {
    usage: 'gateways find',
    summary: 'show the one gateway that the options describe; fails when there is none or several',
    options: filterOptions,
    run: findGateway,
  },
  {
    usage: 'gateways get <ref>',
    summary: 'show a gateway',
    run: async ({ clouds, call }, [ref = '']) => answer(await (await clouds.gateway(ref)).get(call)),
  },
  {
    usage: 'gateways readiness <ref>',
    summary: 'show whether a gateway can carry traffic, and what stands in its way',
    run: showReadiness,
  },
  {
    usage: 'gateways wait <ref>',
    summary: 'wait until a gateway is available, ready to carry traffic, or gone',
    options: [['--for <milestone>', 'available, ready or gone (default: available)']],
    run: waitForGateway,
  },
  {
    usage: 'gateways create <alias>',
    summary: 'create a gateway; billing starts immediately',
    changes: true,
    options: [
      ['--network <id>', 'VPC of the gateway'],
      ['--subnet <id>', 'subnet of the gateway, on clouds that need one'],
      ['--zone <id>', 'zone of the gateway'],
      ['--name <name>', 'name'],
      ['--description <text>', 'description'],
      ['--size <size>', 'small, medium, large, xlarge, metered, units=N, connections=N or at-least=N'],
      ['--outbound <mbps>', 'Mbit/s that all its public IPs together may send'],
      ['--address <ip...>', 'public IPs to attach'],
      ...switchOptions,
      ['--prepaid <term>', 'prepaid for 3m, 1y, … (default: pay-as-you-go)'],
      ['--auto-pay', 'pay the order from the account balance'],
      ['--tag <key=value...>', 'tags'],
      ['--protected', 'protect it from deletion'],
    ],
    run: createGateway,
  },
  {
    usage: 'gateways update <ref>',
    summary: 'change name, description, tags, switches, size and protection at once',
    changes: true,
    options: [
      ['--name <name>', 'new name'],
      ['--description <text>', "new description; '' clears it, where the cloud can"],
      ['--outbound <mbps>', 'Mbit/s that all its public IPs together may send'],
      ['--size <size>', 'small, medium, large, xlarge, metered, units=N, connections=N or at-least=N'],
      ...switchOptions,
      ['--tag <key=value...>', 'tags to set'],
      ['--remove-tag <key...>', 'tags to remove'],
      ['--protected', 'protect it from deletion'],
      ['--no-protected', 'remove the protection'],
    ],
    run: updateGateway,
  },
  {
    usage: 'gateways rename <ref> <name>',
    summary: 'rename a gateway',
    changes: true,
    run: async ({ clouds, follow, call }, [ref = '', name = '']) => {
      const gateway = await clouds.gateway(ref);
      return answer(await follow(`rename ${ref}`, gateway.rename(name, call)));
    },
  },
  {
    usage: 'gateways describe <ref> <text>',
    summary: 'change its description',
    changes: true,
    run: async ({ clouds, follow, call }, [ref = '', text = '']) => {
      const gateway = await clouds.gateway(ref);
      return answer(await follow(`describe ${ref}`, gateway.describe(text, call)));
    },
  },
  {
    usage: 'gateways resize <ref> <size>',
    summary: 'change its size and price',
    changes: true,
    run: resizeGateway,
  },
  {
    usage: 'gateways limit-outbound <ref> <mbps>',
    summary: 'limit what all its public IPs together send, in Mbit/s',
    changes: true,
    run: async ({ clouds, follow, call }, [ref = '', mbps = '']) => {
      const { wholeNumber } = await import('../command-line/parse.ts');
      const gateway = await clouds.gateway(ref);
      return answer(await follow(`limit ${ref}`, gateway.limitOutbound(wholeNumber(mbps, 'mbps'), call)));
    },
  },
  {
    usage: 'gateways protect <ref>',
    summary: 'protect it from deletion',
    changes: true,
    options: [['--off', 'remove the protection']],
    run: async ({ clouds, follow, call }, [ref = ''], { off }) => {
      const gateway = await clouds.gateway(ref);
      return answer(await follow(`protect ${ref}`, gateway.protect(off !== true, call)));
    },
  },
  {
    usage: 'gateways tag <ref> <tags...>',
    summary: 'set tags, as key=value',
    changes: true,
    run: async ({ clouds, follow, call }, [ref = '', ...pairs]) => {
      const { tagsFrom } = await import('../gateways/gateway-order.ts');
      const tags = tagsFrom(pairs);
      const gateway = await clouds.gateway(ref);
      return answer(await follow(`tag ${ref}`, gateway.tag(tags, call)));
    },
  },
  {
    usage: 'gateways convert <ref>',
    summary: 'upgrade to the newer generation',
    changes: true,
    options: [['--subnet <id>', 'subnet after the upgrade']],
    run: convertGateway,
  },
  {
    usage: 'gateways delete <ref>',
    summary: 'delete a gateway',
    changes: true,
    options: [
      ['--cascade', 'also remove its rules, detach its public IPs and delete its bandwidth packages'],
      ['--release', 'release the detached public IPs too; with --cascade'],
    ],
    run: deleteGateway,
  },
];

const answer = async (gateway: Gateway): Promise<Answer> =>
  (await import('../gateways/gateway-view.ts')).gatewayAnswer(gateway);

async function listGateways(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  _: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { filterFrom } = await import('../gateways/gateway-filter.ts');
  const filter = filterFrom(options);
  const { items, exit } = await listAll({ clouds, terminal }, options, ({ gateways }) =>
    gateways.list(filter, call),
  );
  const { gatewayTable } = await import('../gateways/gateway-view.ts');
  return { json: items, text: gatewayTable(items), exit };
}

/** Among several clouds one that cannot be asked may hold another match: the command fails with its error. */
async function findGateway(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  _: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { filterFrom } = await import('../gateways/gateway-filter.ts');
  const filter = filterFrom(options);
  const nat = await clouds.all();
  return answer(await terminal.reading(nat.aliases.join(', '), nat.gateways.find(filter, call)));
}

async function showReadiness(
  { clouds, call }: Needs<'clouds' | 'call'>,
  [ref = '']: readonly string[],
): Promise<Answer> {
  const readiness = await (await clouds.gateway(ref)).readiness(call);
  return (await import('../gateways/gateway-view.ts')).readinessAnswer(ref, readiness);
}

async function waitForGateway(
  { clouds, call }: Needs<'clouds' | 'call'>,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { oneOf } = await import('../command-line/parse.ts');
  const { milestones } = await import('@polynat/core');
  const until = oneOf(milestones, optional(options, 'for') ?? 'available', '--for');
  const gateway = await clouds.gateway(ref);
  if (until !== 'gone') return answer(await gateway.wait({ ...call, until }));
  await gateway.wait({ ...call, until });
  return { json: { gone: ref }, text: `${ref} is gone.\n` };
}

async function createGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [alias = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const spec = (await import('../gateways/gateway-order.ts')).orderFrom(options);
  const { gateways } = await clouds.cloud(alias);
  const { billing } = spec;
  const payment =
    billing?.mode === 'prepaid' ? `prepaid for ${optional(options, 'prepaid')}` : 'pay-as-you-go';
  await terminal.confirm(
    `Create gateway ${spec.name ? `"${spec.name}" ` : ''}on ${alias} in ${spec.network.vpc}, ${payment}.`,
    'Billing starts immediately.',
  );
  return answer(await follow(`create ${spec.name ?? 'a gateway'}`, gateways.create(spec, call)));
}

async function updateGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { updateFrom } = await import('../gateways/gateway-order.ts');
  const change = updateFrom(options);
  const gateway = await clouds.gateway(ref);
  const size = optional(options, 'size');
  if (size !== undefined) await terminal.confirm(`Resize ${ref} to ${size}.`, 'This changes its price.');
  return answer(await follow(`update ${ref}`, gateway.update(change, call)));
}

async function resizeGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '', text = '']: readonly string[],
): Promise<Answer> {
  const { parseSize } = await import('../command-line/parse.ts');
  const { describeSize } = await import('@polynat/core');
  const size = parseSize(text);
  const gateway = await clouds.gateway(ref, 'gateways.resize');
  const before = await gateway.get(call);
  await terminal.confirm(
    `Resize ${before.name} (${ref}) from ${describeSize(before.size)} to ${text}.`,
    'This changes its price.',
  );
  return answer(await follow(`resize ${ref}`, gateway.resize(size, call)));
}

async function convertGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const gateway = await clouds.gateway(ref, 'gateways.convert');
  await terminal.confirm(
    `Upgrade ${ref} to the newer generation. Connections may drop for seconds, billing changes, and you cannot undo it.`,
  );
  const convert = { ...call, ...given(options, 'subnet') };
  return answer(await follow(`convert ${ref}`, gateway.convert(convert)));
}

async function deleteGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const gateway = await clouds.gateway(ref, 'gateways.delete');
  const cascade = options.cascade === true;
  const release = options.release === true;
  if (cascade || release) {
    const { deleteWithDependents } = await import('../gateways/delete-gateway.ts');
    const choice = { release, dryRun: options.dryRun === true };
    return deleteWithDependents({ terminal, follow, call }, gateway, { cascade, ...choice });
  }
  const { name, addresses } = await gateway.get(call);
  const ips = addresses.map(({ ip }) => ip).join(', ') || 'no public IPs';
  await terminal.confirm(`Delete ${name} (${ref}) with ${ips}. Traffic through it stops.`);
  await follow(`delete ${ref}`, gateway.delete(call));
  return { json: { deleted: ref }, text: `Deleted ${ref}.\n` };
}
