import {
  defined,
  gone,
  id,
  matches,
  notListedYet,
  pending,
  undefinedIfNotFound,
  vanished,
} from '@polynat/adapter-kit';
import type { Call, DnatRule, PollResult } from '@polynat/core';
import * as z from 'zod';
import { pageOf, paging } from './codec/cursor.ts';
import { decodeDnat, encodeDnat, type ForwardEntry } from './codec/dnat.ts';
import {
  areBound,
  type Context,
  changeableTable,
  dnat as defineDnat,
  once,
  removeOnce,
  requireId,
  retryWhileStale,
  settledRule,
  tableOf,
  withFormerName,
  work,
} from './context.ts';

/** As the encoded entry spells it. */
const expectation = z.object({
  IpProtocol: z.string(),
  ExternalIp: z.string(),
  ExternalPort: z.string(),
  InternalIp: z.string(),
  InternalPort: z.string(),
  ForwardEntryName: z.string().exactOptional(),
});
type Expectation = z.output<typeof expectation>;

const added = work({
  kind: 'dnat.added',
  /** Without what was asked for: a rule added again under its token may have been changed since. */
  subject: z.object({ table: id, entry: id }),
  poll: async (context, { table, entry }, call) => {
    const found = await findEntry(context, table, entry, call);
    return found ? settledRule(decodeDnat(found), true) : notListedYet;
  },
});

const replaced = work({
  kind: 'dnat.replaced',
  formerly: ['dnat-settled'],
  /** Version 0.1 stored `fresh` with a rule that was added. */
  subject: withFormerName(
    z.object({ table: id, entry: id, expected: expectation, fresh: z.boolean().exactOptional() }),
  ),
  poll: async (context, { table, entry, expected, fresh }, call) => {
    const missing = fresh ? notListedYet : vanished(`DNAT rule ${entry}`);
    return settled(await findEntry(context, table, entry, call), expected, missing);
  },
});

const removed = work({
  kind: 'dnat.removed',
  formerly: ['dnat-removed'],
  /** Empty where the gateway was gone, and its table with it. */
  subject: z.union([
    z.object({ table: id, entry: id }),
    z.strictObject({ region: z.string().exactOptional() }),
  ]),
  poll: async (context, subject, call) => {
    if (!('table' in subject)) return gone;
    const entry = await findEntry(context, subject.table, subject.entry, call);
    return entry ? pending(entry.Status ?? 'still listed') : gone;
  },
});

export const dnat = defineDnat([added, replaced, removed], (context) => {
  const { client } = context;
  return {
    async list({ id: gateway }, cursor, call) {
      const ForwardTableId = await tableOf(context, 'ForwardTableIds', gateway, call);
      const input = { ForwardTableId, ...paging(cursor) };
      const page = await client.call('DescribeForwardTableEntries', input, call);
      return pageOf(page.ForwardTableEntries.map(decodeDnat), page, cursor);
    },

    async get({ id: gateway }, entry, call) {
      const table = await changeableTable(context, 'ForwardTableIds', gateway, call);
      const found = await findEntry(context, table, entry, call);
      return found && decodeDnat(found);
    },

    async add({ id: gateway }, spec, call) {
      const table = await changeableTable(context, 'ForwardTableIds', gateway, call);
      const input = { ForwardTableId: table, ...encodeDnat(spec) };
      const answer = await retryWhileStale(
        context,
        'CreateForwardEntry',
        call,
        (attempt) => client.call('CreateForwardEntry', input, attempt),
        () => areBound(context, gateway, [spec.public.address], call),
      );
      const entry = requireId(answer.ForwardEntryId, 'ForwardEntryId', 'CreateForwardEntry');
      return added.receipt({ table, entry }, answer);
    },

    async replace({ id: gateway }, entry, spec, call) {
      const table = await changeableTable(context, 'ForwardTableIds', gateway, call);
      const { PortBreak, ...expected } = encodeDnat(spec);
      const input = { ForwardTableId: table, ForwardEntryId: entry, ...encodeDnat(spec) };
      const answer = await retryWhileStale(
        context,
        'ModifyForwardEntry',
        call,
        (attempt) =>
          once(
            context,
            attempt,
            () => client.call('ModifyForwardEntry', input, attempt),
            async () => isAsAsked(await findEntry(context, table, entry, attempt), expected),
          ),
        () => areBound(context, gateway, [spec.public.address], call),
      );
      return replaced.receipt({ table, entry, expected }, answer);
    },

    async remove({ id: gateway }, entry, call) {
      const table = await changeableTable(context, 'ForwardTableIds', gateway, call);
      const answer = await removeOnce(
        context,
        call,
        () => client.call('DeleteForwardEntry', { ForwardTableId: table, ForwardEntryId: entry }, call),
        () => findEntry(context, table, entry, call),
      );
      return removed.receipt({ table, entry }, answer);
    },
  };
});

const findEntry = (
  { client }: Context,
  table: string,
  entry: string,
  call: Call,
): Promise<ForwardEntry | undefined> =>
  undefinedIfNotFound(async () => {
    const input = { ForwardTableId: table, ForwardEntryId: entry };
    const { ForwardTableEntries } = await client.call('DescribeForwardTableEntries', input, call);
    return ForwardTableEntries.find(({ ForwardEntryId }) => ForwardEntryId === entry);
  });

/** A listing may leave names out: a name that is not shown at all cannot be waited for. */
function settled(
  entry: ForwardEntry | undefined,
  expected: Expectation,
  missing: PollResult<never>,
): PollResult<DnatRule> {
  if (!entry) return missing;
  const named = { ...defined({ ForwardEntryName: expected.ForwardEntryName }), ...entry };
  return settledRule(decodeDnat(entry), isAsAsked(named, expected));
}

/** Letter case is no difference but in names: TCP is listed as tcp. */
const isAsAsked = (entry: ForwardEntry | undefined, { ForwardEntryName, ...mapping }: Expectation): boolean =>
  entry !== undefined &&
  matches<Readonly<Record<string, unknown>>>(
    { ...lowerCase(mapping), ForwardEntryName },
    { ...lowerCase(entry), ForwardEntryName: entry.ForwardEntryName },
  );

const lowerCase = (mapping: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(mapping).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.toLowerCase() : value,
    ]),
  );
