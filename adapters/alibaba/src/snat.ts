import {
  type Answered,
  defined,
  gone,
  id,
  matches,
  notListedYet,
  pending,
  undefinedIfNotFound,
  vanished,
} from '@polynat/adapter-kit';
import { type Call, NatError, type PollResult, readAll, type SnatRule, type SnatSpec } from '@polynat/core';
import * as z from 'zod';
import { pageOf, paging } from './codec/cursor.ts';
import {
  decodePool,
  decodeSnat,
  encodeAffinity,
  encodePool,
  encodeSnat,
  type SnatEntry,
  sameSource,
} from './codec/snat.ts';
import {
  areBound,
  type Context,
  changeableTable,
  snat as defineSnat,
  removeOnce,
  requireId,
  retryWhileStale,
  settledRule,
  tableOf,
  withFormerName,
  work,
} from './context.ts';

const expectation = z.object({
  name: z.string().exactOptional(),
  through: z.array(z.string()).exactOptional(),
  affinity: z.boolean().exactOptional(),
});
type Expectation = z.output<typeof expectation>;

const added = work({
  kind: 'snat.added',
  /** Without what was asked for: a rule added again under its token may have been changed since. */
  subject: z.object({ table: id, entry: id }),
  poll: async (context, { table, entry }, call) =>
    settled(await findEntry(context, table, entry, call), {}, notListedYet),
});

const replaced = work({
  kind: 'snat.replaced',
  formerly: ['snat-settled', 'snat-moved'],
  /** `former` is the rule that goes in the end. Version 0.1 stored `fresh` with a rule that was added. */
  subject: withFormerName(
    z.object({
      table: id,
      entry: id,
      former: id.exactOptional(),
      expected: expectation,
      fresh: z.boolean().exactOptional(),
    }),
  ),
  poll: async (context, { table, entry, former, expected, fresh = former !== undefined }, call) => {
    const missing = fresh ? notListedYet : vanished(`SNAT rule ${entry}`);
    const result = settled(await findEntry(context, table, entry, call), expected, missing);
    if (result.type !== 'done' || former === undefined) return result;
    const old = await findEntry(context, table, former, call);
    if (!old) return result;
    /** Not before the new rule carries traffic, and from here, so that a process that takes over does it too. */
    if (old.Status !== 'Deleting') await undefinedIfNotFound(() => removeEntry(context, table, former, call));
    return pending('the former rule is being removed');
  },
});

const removed = work({
  kind: 'snat.removed',
  formerly: ['snat-removed', 'gone'],
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

export const snat = defineSnat([added, replaced, removed], (context) => {
  const { client } = context;

  const create = async (gateway: string, table: string, spec: SnatSpec, call: Call) => {
    const input = { SnatTableId: table, ...encodeSnat(spec) };
    const answer = await whenReady(context, 'CreateSnatEntry', gateway, spec, call, (attempt) =>
      client.call('CreateSnatEntry', input, attempt),
    );
    return { answer, entry: requireId(answer.SnatEntryId, 'SnatEntryId', 'CreateSnatEntry') };
  };

  return {
    async list({ id: gateway }, cursor, call) {
      const SnatTableId = await tableOf(context, 'SnatTableIds', gateway, call);
      const input = { SnatTableId, ...paging(cursor) };
      const page = await client.call('DescribeSnatTableEntries', input, call);
      return pageOf(page.SnatTableEntries.map(decodeSnat), page, cursor);
    },

    async get({ id: gateway }, entry, call) {
      const found = await findEntry(
        context,
        await tableOf(context, 'SnatTableIds', gateway, call),
        entry,
        call,
      );
      return found && decodeSnat(found);
    },

    async add({ id: gateway }, spec, call) {
      const table = await changeableTable(context, 'SnatTableIds', gateway, call);
      const { answer, entry } = await create(gateway, table, spec, call);
      return added.receipt({ table, entry }, answer);
    },

    /** The source of an entry cannot be changed: an entry with the new one takes its place. */
    async replace({ id: gateway }, entry, spec, call) {
      const table = await changeableTable(context, 'SnatTableIds', gateway, call);
      const former = await findEntry(context, table, entry, call);
      if (!former) {
        const successor = call.repeated && (await findSuccessor(context, table, spec, call));
        if (!successor) throw new NatError('not-found', `SNAT rule ${entry} does not exist`);
        const subject = { table, entry: successor, expected: expectedOf(spec) };
        return replaced.receipt(subject);
      }
      const { source, name, affinity } = decodeSnat(former);
      if (!sameSource(source, spec.source)) {
        const successor = { ...defined({ name, affinity: affinity || undefined }), ...spec };
        const created = await create(gateway, table, successor, call);
        const subject = { table, entry: created.entry, former: entry, expected: expectedOf(successor) };
        return replaced.receipt(subject, created.answer);
      }
      const input = {
        SnatTableId: table,
        SnatEntryId: entry,
        SnatIp: encodePool(spec.through),
        ...encodeAffinity(spec.affinity),
        ...defined({ SnatEntryName: spec.name }),
      };
      const answer = await whenReady(context, 'ModifySnatEntry', gateway, spec, call, (attempt) =>
        client.call('ModifySnatEntry', input, attempt),
      );
      return replaced.receipt({ table, entry, expected: expectedOf(spec) }, answer);
    },

    async remove({ id: gateway }, entry, call) {
      const table = await changeableTable(context, 'SnatTableIds', gateway, call);
      const answer = await removeEntry(context, table, entry, call);
      return removed.receipt({ table, entry }, answer);
    },
  };
});

const findEntry = (
  { client }: Context,
  table: string,
  entry: string,
  call: Call,
): Promise<SnatEntry | undefined> =>
  undefinedIfNotFound(async () => {
    const input = { SnatTableId: table, SnatEntryId: entry };
    const { SnatTableEntries } = await client.call('DescribeSnatTableEntries', input, call);
    return SnatTableEntries.find(({ SnatEntryId }) => SnatEntryId === entry);
  });

/** The id of the entry that an earlier call under the same token put in the place of one with another source. */
async function findSuccessor(
  { client }: Context,
  table: string,
  { source, through = [] }: SnatSpec,
  call: Call,
): Promise<string | undefined> {
  const rules = await readAll(async (cursor) => {
    const input = { SnatTableId: table, ...paging(cursor) };
    const page = await client.call('DescribeSnatTableEntries', input, call);
    return pageOf(page.SnatTableEntries.map(decodeSnat), page, cursor);
  });
  const pool = [...through].sort().join();
  const isSuccessor = (rule: SnatRule) =>
    sameSource(rule.source, source) && [...rule.through].sort().join() === pool;
  return rules.find(isSuccessor)?.id;
}

const removeEntry = (context: Context, table: string, entry: string, call: Call): Promise<Answered> =>
  removeOnce(
    context,
    call,
    () => context.client.call('DeleteSnatEntry', { SnatTableId: table, SnatEntryId: entry }, call),
    () => findEntry(context, table, entry, call),
  );

const expectedOf = ({ name, affinity, through = [] }: SnatSpec): Expectation => ({
  ...defined({ name, affinity }),
  through: [...through],
});

/** A listing may leave names out: a name that is not shown at all cannot be waited for. */
function settled(
  entry: SnatEntry | undefined,
  expected: Expectation,
  missing: PollResult<never>,
): PollResult<SnatRule> {
  if (!entry) return missing;
  const { name, through, affinity } = expected;
  const { SnatEntryName = name, SnatIp } = entry;
  const shown = decodeSnat(entry).affinity ?? affinity;
  const seen = { name: SnatEntryName, through: [...decodePool(SnatIp)].sort(), affinity: shown };
  return settledRule(
    decodeSnat(entry),
    matches({ ...defined({ name, affinity }), ...(through && { through: [...through].sort() }) }, seen),
  );
}

/** Sends a write that names addresses, which the service may not know yet. */
const whenReady = <Answer>(
  context: Context,
  operation: 'CreateSnatEntry' | 'ModifySnatEntry',
  gateway: string,
  { through = [] }: SnatSpec,
  call: Call,
  write: (call: Call) => Promise<Answer>,
): Promise<Answer> =>
  retryWhileStale(context, operation, call, write, (code) =>
    code === 'OperationUnsupported.EipNatBWPCheck'
      ? shareBandwidth(context, through, call)
      : areBound(context, gateway, through, call),
  );

async function shareBandwidth({ client }: Context, ips: readonly string[], call: Call): Promise<boolean> {
  const { EipAddresses } = await client.call(
    'DescribeEipAddresses',
    { EipAddress: ips.join(','), PageSize: 50 },
    call,
  );
  const packages = new Set(EipAddresses.map(({ BandwidthPackageId = '' }) => BandwidthPackageId));
  return EipAddresses.length === ips.length && packages.size === 1 && !packages.has('');
}
