import type { Gateway } from '@polynat/core';
import { listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { given, type OptionValues, optional } from '../command-line/options.ts';

export const gatewayCommands: readonly CommandSpec[] = [
  {
    usage: 'gateways list',
    summary: 'gateways of all clouds, or of some',
    options: [
      ['--cloud <alias...>', 'only these clouds'],
      ['--state <state>', 'only gateways in this state'],
      ['--name <name>', 'only gateways of this name'],
      ['--network <id>', 'only gateways in this network'],
    ],
    run: listGateways,
  },
  {
    usage: 'gateways get <ref>',
    summary: 'one gateway',
    run: async ({ clouds, call }, [ref = '']) => answer((await clouds.gateway(ref)).get(call)),
  },
  {
    usage: 'gateways create <alias>',
    summary: 'order a gateway; it costs from then on',
    changes: true,
    options: [
      ['--network <id>', 'network (VPC) it stands in'],
      ['--subnet <id>', 'subnet it stands in, on clouds that want one'],
      ['--zone <id>', 'zone it stands in'],
      ['--name <name>', 'its name'],
      ['--description <text>', 'a description'],
      ['--size <size>', 'small, medium, large, xlarge, metered, units=N, connections=N or at-least=N'],
      ['--address <ip...>', 'public addresses to start with'],
      ['--prepaid <term>', 'pay ahead for 3m, 1y, … instead of on demand'],
      ['--auto-pay', 'pay the order from the account without asking again'],
      ['--tag <key=value...>', 'tags'],
      ['--protected', 'protect it from deletion'],
    ],
    run: createGateway,
  },
  {
    usage: 'gateways rename <ref> <name>',
    summary: 'give it another name',
    changes: true,
    run: async ({ clouds, follow, call }, [ref = '', name = '']) => {
      const gateway = await clouds.gateway(ref);
      return answer(follow(`rename ${ref}`, gateway.rename(name, call)));
    },
  },
  {
    usage: 'gateways describe <ref> <text>',
    summary: 'give it another description',
    changes: true,
    run: async ({ clouds, follow, call }, [ref = '', text = '']) => {
      const gateway = await clouds.gateway(ref);
      return answer(follow(`describe ${ref}`, gateway.describe(text, call)));
    },
  },
  {
    usage: 'gateways resize <ref> <size>',
    summary: 'change its size, and with it what it costs',
    changes: true,
    run: resizeGateway,
  },
  {
    usage: 'gateways protect <ref>',
    summary: 'protect it from deletion',
    changes: true,
    options: [['--off', 'take the protection off']],
    run: async ({ clouds, follow, call }, [ref = ''], { off }) => {
      const gateway = await clouds.gateway(ref);
      return answer(follow(`protect ${ref}`, gateway.protect(off !== true, call)));
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
      return answer(follow(`tag ${ref}`, gateway.tag(tags, call)));
    },
  },
  {
    usage: 'gateways convert <ref>',
    summary: 'bring it to the newer generation of its cloud',
    changes: true,
    options: [['--subnet <id>', 'subnet it will stand in']],
    run: convertGateway,
  },
  {
    usage: 'gateways delete <ref>',
    summary: 'delete it',
    changes: true,
    options: [['--force', 'take its rules and addresses off too']],
    run: deleteGateway,
  },
];

const answer = async (reading: Promise<Gateway>): Promise<Answer> =>
  (await import('../gateways/gateway-view.ts')).gatewayAnswer(await reading);

async function listGateways(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  _: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const filter = await filterFrom(options);
  const { items, exit } = await listAll({ clouds, terminal }, options, ({ gateways }) =>
    gateways.list(filter, call),
  );
  const { gatewayTable } = await import('../gateways/gateway-view.ts');
  return { json: items, text: gatewayTable(items), exit };
}

async function filterFrom(options: OptionValues) {
  const { oneOf } = await import('../command-line/parse.ts');
  const { gatewayStates } = await import('@polynat/core');
  const state = optional(options, 'state');
  return {
    ...given(options, 'name', 'network'),
    ...(state && { state: oneOf(gatewayStates, state, '--state') }),
  };
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
    billing?.mode === 'prepaid' ? `paid ahead for ${optional(options, 'prepaid')}` : 'on demand';
  await terminal.confirm(
    `Order a gateway ${spec.name ? `"${spec.name}" ` : ''}on ${alias} in ${spec.network.vpc}, ${payment}.`,
    'It costs from the moment it is accepted.',
  );
  return answer(follow(`create ${spec.name ?? 'a gateway'}`, gateways.create(spec, call)));
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
    'This changes what it costs.',
  );
  return answer(follow(`resize ${ref}`, gateway.resize(size, call)));
}

async function convertGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const gateway = await clouds.gateway(ref, 'gateways.convert');
  await terminal.confirm(
    `Convert ${ref}. Connections may drop for seconds, it is billed in another way afterwards, and there is no way back.`,
  );
  const convert = { ...call, ...given(options, 'subnet') };
  return answer(follow(`convert ${ref}`, gateway.convert(convert)));
}

async function deleteGateway(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const force = options.force === true;
  const gateway = await clouds.gateway(ref, force ? 'gateways.delete.force' : 'gateways.delete');
  const { name, addresses } = await gateway.get(call);
  const ips = addresses.map(({ ip }) => ip).join(', ') || 'no addresses';
  await terminal.confirm(`Delete ${name} (${ref}) with ${ips}${force ? ', and its rules' : ''}.`);
  await follow(`delete ${ref}`, gateway.delete({ ...call, force }));
  return { json: { deleted: ref }, text: `Deleted ${ref}.\n` };
}
