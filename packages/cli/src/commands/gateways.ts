import type { Gateway, GatewaySpec } from '@polynat/core';
import type { Answer, CommandSpec, OptionValues } from '../command.ts';
import { needed, optional, several } from '../command.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { describeBilling, describeDay, describeSizeOf } from '../words.ts';

const columns = [
  { title: 'gateway', of: ({ ref }: Gateway) => `${ref}` },
  { title: 'name', of: ({ name }: Gateway) => name },
  {
    title: 'state',
    of: ({ state, providerState }: Gateway) => (state === 'unknown' ? providerState : state),
  },
  { title: 'size', of: ({ size }: Gateway) => describeSizeOf(size) },
  { title: 'addresses', of: ({ addresses }: Gateway) => addresses.map(({ ip }) => ip).join(' ') },
  { title: 'paid', of: ({ billing }: Gateway) => describeBilling(billing) },
  { title: 'created', of: ({ created }: Gateway) => describeDay(created) },
];

export const gatewayTable = (gateways: readonly Gateway[]): string =>
  table(gateways, columns, 'There are no gateways.');

const one = (gateway: Gateway): Answer => ({ json: gateway, text: () => gatewayTable([gateway]) });

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
    run: async (session, [ref = '']) => one(await (await session.clouds()).gateway(ref).get(session.call)),
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
    run: async (session, [ref = '', name = '']) =>
      one(
        await session.follow(
          `rename ${ref}`,
          (await session.clouds()).gateway(ref).rename(name, session.call),
        ),
      ),
  },
  {
    usage: 'gateways describe <ref> <text>',
    summary: 'give it another description',
    changes: true,
    run: async (session, [ref = '', text = '']) =>
      one(
        await session.follow(
          `describe ${ref}`,
          (await session.clouds()).gateway(ref).describe(text, session.call),
        ),
      ),
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
    run: async (session, [ref = ''], { off }) =>
      one(
        await session.follow(
          `protect ${ref}`,
          (await session.clouds()).gateway(ref).protect(off !== true, session.call),
        ),
      ),
  },
  {
    usage: 'gateways tag <ref> <tags...>',
    summary: 'set tags, as key=value',
    changes: true,
    run: async (session, [ref = '', ...pairs]) => {
      const tags = await tagsFrom(pairs);
      return one(
        await session.follow(`tag ${ref}`, (await session.clouds()).gateway(ref).tag(tags, session.call)),
      );
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

async function listGateways(
  session: Session,
  _parameters: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const clouds = await session.clouds();
  const [state, name, network] = ['state', 'name', 'network'].map((field) => optional(options, field));
  const filter = {
    ...(state && { state: state as Gateway['state'] }),
    ...(name && { name }),
    ...(network && { network }),
  };
  const chosen = several(options, 'cloud') ?? clouds.aliases;
  const gateways: Gateway[] = [];
  const lists = chosen.map((alias) => clouds.cloud(alias).gateways.list(filter, session.call).toArray());
  for (const found of await Promise.all(lists)) gateways.push(...found);
  return { json: gateways, text: () => gatewayTable(gateways) };
}

async function createGateway(
  session: Session,
  [alias = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const spec = await specFrom(options);
  const cloud = (await session.clouds()).cloud(alias);
  await session.confirm([
    `Order a gateway on ${alias} in ${spec.network.vpc}, ${spec.billing?.mode ?? 'on-demand'}.`,
    'It costs from the moment it is accepted.',
  ]);
  return one(
    await session.follow(`create ${spec.name ?? 'a gateway'}`, cloud.gateways.create(spec, session.call)),
  );
}

async function specFrom(options: OptionValues): Promise<GatewaySpec> {
  const { parseSize, parseTerm } = await import('../parse.ts');
  const [subnet, zone, name, description] = ['subnet', 'zone', 'name', 'description'].map((field) =>
    optional(options, field),
  );
  const [size, term] = [optional(options, 'size'), optional(options, 'prepaid')];
  const [addresses, tags] = [several(options, 'address'), several(options, 'tag')];
  return {
    network: {
      vpc: needed(options, 'network', 'a gateway stands in a network'),
      ...(subnet && { subnet }),
      ...(zone && { zone }),
    },
    ...(name && { name }),
    ...(description && { description }),
    ...(size && { size: parseSize(size) }),
    ...(addresses && { addresses }),
    ...(tags && { tags: await tagsFrom(tags) }),
    ...(options.protected === true && { protected: true }),
    ...(term && { billing: { mode: 'prepaid', term: parseTerm(term), autoPay: options.autoPay === true } }),
  };
}

async function tagsFrom(pairs: readonly string[]): Promise<Record<string, string>> {
  const { parsePairs } = await import('../parse.ts');
  return Object.fromEntries(
    Object.entries(parsePairs(pairs, 'tag')).map(([key, value]) => [key, String(value)]),
  );
}

async function resizeGateway(session: Session, [ref = '', text = '']: readonly string[]): Promise<Answer> {
  const { parseSize } = await import('../parse.ts');
  const size = parseSize(text);
  const handle = await session.gatewayFor(ref, 'gateways.resize');
  const before = await handle.get(session.call);
  await session.confirm([
    `Resize ${before.name} (${ref}) from ${describeSizeOf(before.size)} to ${text}.`,
    'This changes what it costs.',
  ]);
  return one(await session.follow(`resize ${ref}`, handle.resize(size, session.call)));
}

async function convertGateway(
  session: Session,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const subnet = optional(options, 'subnet');
  const handle = await session.gatewayFor(ref, 'gateways.convert');
  await session.confirm([
    `Convert ${ref}. Connections may drop for seconds, and it is billed in another way afterwards.`,
  ]);
  return one(
    await session.follow(`convert ${ref}`, handle.convert({ ...session.call, ...(subnet && { subnet }) })),
  );
}

async function deleteGateway(
  session: Session,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const force = options.force === true;
  const handle = await session.gatewayFor(ref, force ? 'gateways.delete.force' : 'gateways.delete');
  const gateway = await handle.get(session.call);
  const addresses = gateway.addresses.map(({ ip }) => ip).join(', ') || 'no addresses';
  await session.confirm([
    `Delete ${gateway.name} (${ref}) with ${addresses}${force ? ', and its rules' : ''}.`,
  ]);
  await session.follow(`delete ${ref}`, handle.delete({ ...session.call, force }));
  return { json: { deleted: ref }, text: `Deleted ${ref}.\n` };
}
