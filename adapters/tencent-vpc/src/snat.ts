import { itemsOf, keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import {
  type Call,
  type GatewayKey,
  NatError,
  type Page,
  type SnatRule,
  type SnatSource,
} from '@polynat/core';
import { type CheckResult, decodeOffset, isGone, nothingToDo, notYet, pageOf, shows } from '@polynat/tencent';
import * as z from 'zod';
import { decodeSnat, encodedSource, hasSource, isFor, type Source } from './codec/snat.ts';
import { type Context, snat as defineSnat, noTask, send, taskWork } from './context.ts';
import { readNat } from './find-gateways.ts';
import { snatIdPattern } from './operations/schema.ts';
import type { SnatModel } from './operations/snat.ts';

const added = taskWork({
  kind: 'snat.added',
  subject: z.object({
    key: keySchema,
    resource: z.string(),
    source: z.string(),
    through: z.array(z.string()),
  }),
  verdictOf: noTask,
  check: async (context, { key, resource, source, through }, call): Promise<CheckResult<SnatRule>> => {
    const rule = await findRule(context, key, { ResourceId: resource, PrivateIpAddress: source }, call);
    if (rule === undefined) return notYet('not listed yet');
    return sameIps(rule.PublicIpAddresses, through)
      ? shows(decodeSnat(rule))
      : notYet(`rule ${rule.NatGatewaySnatId} leaves through ${rule.PublicIpAddresses.join(', ')}`);
  },
});

const replaced = taskWork({
  kind: 'snat.replaced',
  subject: z.object({ key: keySchema, id: z.string(), through: z.array(z.string()), name: z.string() }),
  verdictOf: noTask,
  check: async (context, { key, id, through, name }, call): Promise<CheckResult<SnatRule>> => {
    const rule = await getRule(context, key, id, call);
    return sameIps(rule.PublicIpAddresses, through) && isCalled(rule, name)
      ? shows(decodeSnat(rule))
      : notYet(`rule ${id} leaves through ${rule.PublicIpAddresses.join(', ')}`);
  },
});

const removed = taskWork({
  kind: 'snat.removed',
  subject: z.object({ key: keySchema, id: z.string() }),
  verdictOf: noTask,
  check: async (context, { key, id }, call): Promise<CheckResult<void>> =>
    (await hasRule(context, key, id, call)) ? notYet('still listed') : isGone,
});

export const snat = defineSnat([added, replaced, removed], (context) => {
  const { client, clock } = context;
  return {
    async list(key, cursor, call) {
      const page = await readPage(context, key, {}, cursor, call);
      return { ...page, items: page.items.map(decodeSnat) };
    },

    async add(key, { source, through = [], name: Description = '' }, call) {
      const wanted = await encodeSource(context, key, source, call);
      const PublicIpAddresses = [...through];
      const rule = { ...wanted, PublicIpAddresses, Description };
      const isAsWanted = (found: SnatModel | undefined) =>
        found !== undefined && sameIps(found.PublicIpAddresses, through) && isCalled(found, Description);
      const former = await findRule(context, key, wanted, call);
      /** In an operation that another process began, a rule that is exactly as wanted was made by this very step. */
      const isMade = call.resumed === true && isAsWanted(former);
      if (!isMade) requireNone(former, wanted);
      const sent = isMade
        ? nothingToDo(clock)
        : await send(
            context,
            call,
            () =>
              client.call(
                'CreateNatGatewaySourceIpTranslationNatRule',
                { NatGatewayId: key.id, SourceIpTranslationNatRules: [rule] },
                call,
              ),
            async () => isAsWanted(await findRule(context, key, wanted, call)),
          );
      const { ResourceId: resource, PrivateIpAddress } = wanted;
      return added.receipt(
        { key: plainKey(key), resource, source: PrivateIpAddress, through: PublicIpAddresses },
        sent,
      );
    },

    async replace(key, id, { source, through = [], ...spec }, call) {
      const former = await getRule(context, key, id, call);
      const { name = former.Description ?? '' } = spec;
      requireSource(former, source);
      const PublicIpAddresses = [...through];
      const isAsWanted = (rule: SnatModel) =>
        sameIps(rule.PublicIpAddresses, through) && isCalled(rule, name);
      const changes = { NatGatewaySnatId: id, PublicIpAddresses, Description: name };
      const SourceIpTranslationNatRule = { ...encodedSource(former), ...changes };
      const sent = isAsWanted(former)
        ? nothingToDo(clock)
        : await send(
            context,
            call,
            () =>
              client.call(
                'ModifyNatGatewaySourceIpTranslationNatRule',
                { NatGatewayId: key.id, SourceIpTranslationNatRule },
                call,
              ),
            async () => isAsWanted(await getRule(context, key, id, call)),
          );
      return replaced.receipt({ key: plainKey(key), id, through: PublicIpAddresses, name }, sent);
    },

    async remove(key, id, call) {
      const subject = { key: plainKey(key), id };
      await getRule(context, key, id, call);
      const sent = await send(
        context,
        call,
        () =>
          client.call(
            'DeleteNatGatewaySourceIpTranslationNatRule',
            { NatGatewayId: key.id, NatGatewaySnatIds: [id] },
            call,
          ),
        async () => !(await hasRule(context, key, id, call)),
      );
      return removed.receipt(subject, sent);
    },
  };
});

const limit = 100;

async function readPage(
  { client }: Context,
  { id }: GatewayKey,
  filters: { readonly Filters?: { Name: string; Values: string[] }[] },
  cursor: string | undefined,
  call: Call,
): Promise<Page<SnatModel>> {
  const offset = decodeOffset(cursor);
  const { SourceIpTranslationNatRuleSet, TotalCount } = await client.call(
    'DescribeNatGatewaySourceIpTranslationNatRules',
    { NatGatewayId: id, ...filters, Offset: offset, Limit: limit },
    call,
  );
  return pageOf(SourceIpTranslationNatRuleSet, { offset, limit, total: TotalCount });
}

/** The rule for one source. Ids of new rules are not answered, but no two rules have the same source. */
async function findRule(
  context: Context,
  key: GatewayKey,
  source: Pick<Source, 'ResourceId' | 'PrivateIpAddress'>,
  call: Call,
): Promise<SnatModel | undefined> {
  const filters = source.ResourceId
    ? { Filters: [{ Name: 'resource-id', Values: [source.ResourceId] }] }
    : {};
  for await (const rule of itemsOf((cursor) => readPage(context, key, filters, cursor, call)))
    if (isFor(source)(rule)) return rule;
  return undefined;
}

async function getRule(context: Context, key: GatewayKey, id: string, call: Call): Promise<SnatModel> {
  if (snatIdPattern.test(id))
    for await (const rule of itemsOf((cursor) => readPage(context, key, {}, cursor, call)))
      if (rule.NatGatewaySnatId === id) return rule;
  throw new NatError('not-found', `gateway ${key.id} has no SNAT rule ${id}`, { field: 'id' });
}

const hasRule = async (context: Context, key: GatewayKey, id: string, call: Call): Promise<boolean> =>
  (await undefinedIfNotFound(() => getRule(context, key, id, call))) !== undefined;

function requireSource(rule: SnatModel, source: SnatSource): void {
  if (hasSource(rule, source)) return;
  throw new NatError(
    'unsupported',
    `SNAT rule ${rule.NatGatewaySnatId} keeps its source ${rule.PrivateIpAddress}`,
    {
      field: 'rule.source',
      remedy: 'add a rule for the new source, then remove this one',
    },
  );
}

/** A rule that is there already was made by somebody else: the write that follows is the only one that can leave another. */
function requireNone(rule: SnatModel | undefined, source: Source): void {
  if (rule === undefined) return;
  throw new NatError(
    'already-exists',
    `SNAT rule ${rule.NatGatewaySnatId} has the source ${source.PrivateIpAddress}`,
    {
      field: 'source',
      remedy: 'remove that rule first',
    },
  );
}

async function encodeSource(
  context: Context,
  key: GatewayKey,
  source: SnatSource,
  call: Call,
): Promise<Source> {
  if ('hosts' in source) return hostOf(context, key, source, call);
  if ('subnet' in source) return subnetOf(context, source, call);
  if ('cidr' in source) return { ResourceType: 'USERDEFINED', ResourceId: '', PrivateIpAddress: source.cidr };
  throw new NatError('unsupported', 'sources without a rule leave through all public IPs of the gateway', {
    field: 'source',
    remedy: 'add no rule, or one for each subnet',
  });
}

async function subnetOf(
  { client }: Context,
  { subnet, cidr }: { readonly subnet: string; readonly cidr?: string },
  call: Call,
): Promise<Source> {
  const { SubnetSet } = await client.call('DescribeSubnets', { SubnetIds: [subnet] }, call);
  const block = SubnetSet.find(({ SubnetId }) => SubnetId === subnet)?.CidrBlock;
  if (block === undefined) {
    throw new NatError('not-found', `there is no subnet ${subnet}`, { field: 'source.subnet' });
  }
  if (cidr === undefined || cidr === block)
    return { ResourceType: 'SUBNET', ResourceId: subnet, PrivateIpAddress: block };
  throw new NatError('invalid-argument', `is not the CIDR block of ${subnet}, which is ${block}`, {
    field: 'source.cidr',
    remedy: 'leave the block out, or give it without a subnet: { cidr }',
  });
}

/** A rule is for one private IP, as the facts say, named together with the server or the network interface that has it. */
async function hostOf(
  context: Context,
  key: GatewayKey,
  { hosts: [ip = ''], interface: named }: Extract<SnatSource, { readonly hosts: readonly string[] }>,
  call: Call,
): Promise<Source> {
  if (named !== undefined)
    return { ResourceType: 'NETWORKINTERFACE', ResourceId: named, PrivateIpAddress: ip };
  const { VpcId = '' } = await readNat(context, key, call);
  const filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'address-ip', Values: [ip] },
  ];
  const { NetworkInterfaceSet } = await context.client.call(
    'DescribeNetworkInterfaces',
    { Filters: filters },
    call,
  );
  const found = NetworkInterfaceSet.find(({ PrivateIpAddressSet }) =>
    PrivateIpAddressSet.some(({ PrivateIpAddress }) => PrivateIpAddress === ip),
  );
  if (found === undefined) {
    throw new NatError('failed-precondition', `no network interface in ${VpcId} has the private IP ${ip}`, {
      field: 'source.hosts',
      remedy: 'name a private IP of a server, or a block: { cidr }',
    });
  }
  const ResourceId = found.Attachment?.InstanceId || found.NetworkInterfaceId;
  return { ResourceType: 'NETWORKINTERFACE', ResourceId, PrivateIpAddress: ip };
}

const sameIps = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((ip) => right.includes(ip));

const isCalled = ({ Description = '' }: SnatModel, name: string): boolean => Description === name;
