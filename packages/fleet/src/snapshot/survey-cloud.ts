import { createHash } from 'node:crypto';
import {
  type CallOptions,
  type Clock,
  type Cloud,
  type Gateway,
  type ListedGateway,
  minutes,
  NatError,
  type OutgoingRequest,
} from '@polynat/core';
import { canonical } from '@polynat/engine';
import { eachOf } from './each-of.ts';
import {
  type GatewayEntry,
  type PartFailure,
  type RulePart,
  type StoredFailure,
  stored,
  storedFailure,
} from './entries.ts';
import type { PartialSnapshot } from './partial-snapshot.ts';
import type { Snapshot } from './read-snapshot.ts';

export interface Surveying {
  readonly cloud: Cloud;
  readonly partial: PartialSnapshot;
  readonly clock: Clock;
  readonly call: CallOptions;
  /** Gateways whose rules are read at the same time. */
  readonly concurrency: number;
  readonly earlier?: EarlierRules;
  readonly onProgress: (event: InventoryProgress) => void;
}

/** A snapshot whose rules will do where the list tells nothing new, and how old they may be, in milliseconds. */
export interface EarlierRules {
  readonly snapshot: Snapshot;
  readonly maxAge: number;
}

export type InventoryProgress =
  | { readonly type: 'gateway'; readonly cloud: string; readonly ref: string }
  | { readonly type: 'read'; readonly cloud: string; readonly gateways: number; readonly requests: number }
  | ({
      readonly type: 'failed';
      readonly cloud: string;
      /** The gateway, and which of its rules; a list of the cloud without it. */
      readonly ref?: string;
      readonly part?: RulePart;
    } & StoredFailure);

/** Reads everything of one cloud. What fails is kept with its reason; only the caller's abort and a full disk end it. */
export async function surveyCloud(survey: Surveying): Promise<void> {
  const parts = await Promise.allSettled([surveyGateways(survey), surveyAddresses(survey)]);
  for (const part of parts) if (part.status === 'rejected') throw part.reason;
}

async function surveyAddresses(survey: Surveying): Promise<void> {
  const { cloud, partial } = survey;
  const { alias } = cloud;
  if (partial.done(alias, 'addresses')) return;
  const { call, requests } = counted(survey.call);
  const failure = await failureOf(survey, async () => {
    for await (const addresses of cloud.inventory.addresses(call).pages(true))
      for (const address of addresses)
        partial.add({ type: 'address', cloud: alias, address: stored(address) });
  });
  partial.add({
    ...{ type: 'done', cloud: alias, list: 'addresses', requests: requests() },
    ...(failure && { failure: storedFailure(failure) }),
  });
}

async function surveyGateways(survey: Surveying): Promise<void> {
  const { cloud, partial, concurrency, onProgress } = survey;
  const { alias } = cloud;
  if (partial.done(alias, 'gateways')) return;
  const { call, requests } = counted(survey.call);
  const seen = new Set<string>();
  const failure = await failureOf(survey, () =>
    eachOf(unread(survey, call, seen), concurrency, (one) => surveyGateway({ ...survey, call }, one)),
  );
  const gone = failure ? [] : partial.gatewaysOf(alias).flatMap(([ref]) => (seen.has(ref) ? [] : [ref]));
  partial.add({
    ...{ type: 'done', cloud: alias, list: 'gateways', requests: requests() },
    ...(failure && { failure: storedFailure(failure) }),
    ...(gone.length > 0 && { gone }),
  });
  if (!failure)
    onProgress({
      type: 'read',
      cloud: alias,
      gateways: partial.gatewaysOf(alias).length,
      requests: requests(),
    });
}

/** Gateways of the list that the partial snapshot does not have yet. `seen` gets the refs of all. */
async function* unread({ cloud, partial }: Surveying, call: CallOptions, seen: Set<string>) {
  for await (const page of cloud.inventory.gateways(call).pages(true)) {
    for (const listed of page) {
      const ref = `${listed.gateway.ref}`;
      seen.add(ref);
      if (!partial.has(ref)) yield listed;
    }
  }
}

async function surveyGateway(survey: Surveying, listed: ListedGateway): Promise<void> {
  const { cloud, partial, onProgress } = survey;
  const entry = await entryOf(survey, listed);
  const { ref, failures = [] } = entry;
  if (failures.length > 0 && (await isGone(survey, listed.gateway, failures))) return;
  partial.add(entry);
  for (const failure of failures) onProgress({ type: 'failed', cloud: cloud.alias, ref, ...failure });
  onProgress({ type: 'gateway', cloud: cloud.alias, ref });
}

async function entryOf(survey: Surveying, { gateway, rules }: ListedGateway): Promise<GatewayEntry> {
  const { ref, addresses, ...facts } = gateway;
  const listed = createHash('sha256').update(canonical(gateway)).digest('base64url').slice(0, 22);
  const base = {
    type: 'gateway',
    ref: `${ref}`,
    listed,
    gateway: stored(facts),
    addresses: addresses.map(stored),
  } as const;
  const now = new Date(survey.clock.now()).toISOString();
  const { snat, dnat } = rules;
  if (snat && dnat)
    return { ...base, read: now, rules: 'listing', snat: snat.map(stored), dnat: dnat.map(stored) };
  const earlier = await earlierRules(survey, base);
  return {
    ...base,
    ...(earlier ?? { read: now, rules: 'read', ...(await readRules(survey, gateway, rules)) }),
  };
}

/** The rules of the earlier snapshot, where they are young enough and nothing that the list tells has changed. */
async function earlierRules(
  { earlier, clock }: Surveying,
  { ref, listed }: Pick<GatewayEntry, 'ref' | 'listed'>,
): Promise<Pick<GatewayEntry, 'read' | 'rules' | 'snat' | 'dnat'> | undefined> {
  if (!earlier) return undefined;
  const former = await earlier.snapshot.gateway(ref);
  if (!former || former.listed !== listed || former.failures) return undefined;
  const { read, snat, dnat } = former;
  if (!snat || !dnat || clock.now() - Date.parse(read) > earlier.maxAge) return undefined;
  return { read, rules: 'carried', snat, dnat };
}

/** Other programs may use up the rate of the account meanwhile. */
const longestQueue = minutes(10);

async function readRules(
  { cloud, call }: Surveying,
  gateway: Gateway,
  told: ListedGateway['rules'],
): Promise<Pick<GatewayEntry, 'snat' | 'dnat' | 'failures'>> {
  const { inventory } = cloud;
  const patient = { ...call, within: longestQueue };
  const failures: PartFailure[] = [];
  const orFailure = async <Rule>(part: RulePart, read: () => Promise<readonly Rule[]>) => {
    try {
      return await read();
    } catch (thrown) {
      const error = NatError.from(thrown);
      if (error.code === 'aborted') throw error;
      failures.push({ part, ...storedFailure(error) });
      return undefined;
    }
  };
  const [snat, dnat] = await Promise.all([
    orFailure('snat', async () => told.snat ?? inventory.snat(gateway, patient).toArray()),
    orFailure('dnat', async () => told.dnat ?? inventory.dnat(gateway, patient).toArray()),
  ]);
  return {
    ...(snat && { snat: snat.map(stored) }),
    ...(dnat && { dnat: dnat.map(stored) }),
    ...(failures.length > 0 && { failures }),
  };
}

/** One that was deleted between the list and the reading of its rules is no failure. */
async function isGone(
  { cloud, call }: Surveying,
  { ref }: Gateway,
  failures: readonly PartFailure[],
): Promise<boolean> {
  if (!failures.some(({ code }) => code === 'not-found')) return false;
  try {
    await cloud.gateway(ref).get(call);
    return false;
  } catch (thrown) {
    return NatError.is(thrown, 'not-found');
  }
}

/** Why it ended early; the caller's abort and trouble of the machine are thrown. */
async function failureOf(
  { cloud, call, partial, onProgress }: Surveying,
  work: () => Promise<void>,
): Promise<NatError | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    if (!NatError.is(thrown) || call.signal?.aborted || partial.broken) throw thrown;
    onProgress({ type: 'failed', cloud: cloud.alias, ...storedFailure(thrown) });
    return thrown;
  }
}

/** The same call, with a count of the requests that leave. */
function counted({ beforeSend, ...call }: CallOptions): {
  readonly call: CallOptions;
  readonly requests: () => number;
} {
  let sent = 0;
  const count = (request: OutgoingRequest) => {
    sent += 1;
    return beforeSend?.(request);
  };
  return { call: { ...call, beforeSend: count }, requests: () => sent };
}
