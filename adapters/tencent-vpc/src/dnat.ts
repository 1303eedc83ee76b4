import { itemsOf, keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import { type Call, type DnatRule, type GatewayKey, NatError, type Page } from '@polynat/core';
import { type CheckResult, decodeOffset, isGone, nothingToDo, notYet, pageOf, shows } from '@polynat/tencent';
import * as z from 'zod';
import {
  asForwarding,
  decodeDnat,
  encodeDnat,
  hasKey,
  idOf,
  parseId,
  type RuleKey,
  sameForwarding,
} from './codec/dnat.ts';
import { type Context, dnat as defineDnat, noTask, send, taskWork } from './context.ts';
import type { DnatModel } from './operations/dnat.ts';

const ruleSubject = z.object({ key: keySchema, id: z.string() });
const forwarding = z.object({
  IpProtocol: z.enum(['TCP', 'UDP']),
  PublicIpAddress: z.string(),
  PublicPort: z.number(),
  PrivateIpAddress: z.string(),
  PrivatePort: z.number(),
  Description: z.string(),
});

const ruleWork = <const Kind extends string>(kind: Kind) =>
  taskWork({
    kind,
    subject: z.object({ key: keySchema, rule: forwarding }),
    verdictOf: noTask,
    check: async (context, { key, rule }, call): Promise<CheckResult<DnatRule>> => {
      const found = await findRule(context, key, rule, call);
      if (found === undefined) return notYet('not listed yet');
      return sameForwarding(found, rule)
        ? shows(decodeDnat(found))
        : notYet(`${idOf(rule)} is forwarded to ${found.PrivateIpAddress}:${found.PrivatePort}`);
    },
  });

const added = ruleWork('dnat.added');
const replaced = ruleWork('dnat.replaced');

const removed = taskWork({
  kind: 'dnat.removed',
  subject: ruleSubject,
  verdictOf: noTask,
  check: async (context, { key, id }, call): Promise<CheckResult<void>> => {
    const rule = parseId(id);
    const found = rule && (await undefinedIfNotFound(() => findRule(context, key, rule, call)));
    return found ? notYet('still listed') : isGone;
  },
});

export const dnat = defineDnat([added, replaced, removed], (context) => {
  const { client, clock } = context;
  return {
    async list(key, cursor, call) {
      const page = await readPage(context, { NatGatewayIds: [key.id] }, cursor, call);
      return { ...page, items: page.items.map(decodeDnat) };
    },

    async add(key, spec, call) {
      const rule = encodeDnat(spec);
      const former = await findRule(context, key, rule, call);
      /** In an operation that another process began, a rule that is exactly as wanted was made by this very step. */
      const isMade = call.resumed === true && former !== undefined && sameForwarding(former, rule);
      if (!isMade) requireNone(former, rule);
      const sent = isMade
        ? nothingToDo(clock)
        : await send(
            context,
            call,
            () =>
              client.call(
                'CreateNatGatewayDestinationIpPortTranslationNatRule',
                { NatGatewayId: key.id, DestinationIpPortTranslationNatRules: [rule] },
                call,
              ),
            async () => {
              const found = await findRule(context, key, rule, call);
              return found !== undefined && sameForwarding(found, rule);
            },
          );
      return added.receipt({ key: plainKey(key), rule }, sent);
    },

    async replace(key, id, spec, call) {
      const former = parseId(id);
      const found = former && (await findRule(context, key, former, call));
      if (found === undefined) {
        const wanted = encodeDnat(spec);
        /** An earlier call under the same token may have changed it: the id of a rule is what it forwards. */
        const made = call.repeated ? await findRule(context, key, wanted, call) : undefined;
        if (made === undefined || !sameForwarding(made, wanted))
          throw new NatError('not-found', `gateway ${key.id} has no DNAT rule ${id}`);
        return replaced.receipt({ key: plainKey(key), rule: wanted }, nothingToDo(clock));
      }
      const rule = {
        ...encodeDnat(spec),
        ...(spec.name === undefined && { Description: found.Description ?? '' }),
      };
      if (idOf(rule) !== id) requireNone(await findRule(context, key, rule, call), rule);
      const sent = await send(
        context,
        call,
        () =>
          client.call(
            'ModifyNatGatewayDestinationIpPortTranslationNatRule',
            { NatGatewayId: key.id, SourceNatRule: asForwarding(found), DestinationNatRule: rule },
            call,
          ),
        async () => {
          const now = await findRule(context, key, rule, call);
          return now !== undefined && sameForwarding(now, rule);
        },
      );
      return replaced.receipt({ key: plainKey(key), rule }, sent);
    },

    async remove(key, id, call) {
      const subject = { key: plainKey(key), id };
      const named = parseId(id);
      const rule = named && (await findRule(context, key, named, call));
      if (named === undefined || rule === undefined)
        throw new NatError('not-found', `gateway ${key.id} has no DNAT rule ${id}`, { field: 'id' });
      const sent = await send(
        context,
        call,
        () =>
          client.call(
            'DeleteNatGatewayDestinationIpPortTranslationNatRule',
            { NatGatewayId: key.id, DestinationIpPortTranslationNatRules: [asForwarding(rule)] },
            call,
          ),
        async () => (await findRule(context, key, named, call)) === undefined,
      );
      return removed.receipt(subject, sent);
    },
  };
});

const limit = 100;

interface Query {
  readonly NatGatewayIds?: string[];
  readonly Filters?: { Name: string; Values: string[] }[];
}

async function readPage(
  { client }: Context,
  query: Query,
  cursor: string | undefined,
  call: Call,
): Promise<Page<DnatModel>> {
  const offset = decodeOffset(cursor);
  const answer = await client.call(
    'DescribeNatGatewayDestinationIpPortTranslationNatRules',
    { ...query, Offset: offset, Limit: limit },
    call,
  );
  const { NatGatewayDestinationIpPortTranslationNatRuleSet: rules, TotalCount: total } = answer;
  return pageOf(rules, { offset, limit, total });
}

/** There is no filter for the protocol: TCP and UDP on one port are told apart here. */
async function findRule(
  context: Context,
  { id }: GatewayKey,
  key: RuleKey,
  call: Call,
): Promise<DnatModel | undefined> {
  const filters = [
    { Name: 'nat-gateway-id', Values: [id] },
    { Name: 'public-ip-address', Values: [key.PublicIpAddress] },
    { Name: 'public-port', Values: [String(key.PublicPort)] },
  ];
  for await (const rule of itemsOf((cursor) => readPage(context, { Filters: filters }, cursor, call)))
    if (hasKey(key)(rule)) return rule;
  return undefined;
}

/** A rule that is there already was made by somebody else: the write that follows is the only one that can leave another. */
function requireNone(rule: DnatModel | undefined, key: RuleKey): void {
  if (rule === undefined) return;
  const { PrivateIpAddress, PrivatePort } = rule;
  throw new NatError('already-exists', `${idOf(key)} is forwarded to ${PrivateIpAddress}:${PrivatePort}`, {
    field: 'public',
    remedy: 'replace that rule, or remove it first',
  });
}
