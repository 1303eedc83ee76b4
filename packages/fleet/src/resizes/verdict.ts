import {
  type Clouds,
  chooseSize,
  days,
  describeOffers,
  describeSize,
  type Gateway,
  NatError,
  type Size,
  type SizeRequest,
  sameSize,
  sizeSchema,
  tiers,
} from '@polynat/core';
import * as z from 'zod';
import { type EarlierOrder, type EarlierOrders, type OrderKind, stillOpen } from '../earlier-orders.ts';
import { type Left, refused, skipped } from '../fleet-gateways.ts';
import { type Holders, lockedBy } from '../holders.ts';
import { exclusionOf } from '../selection.ts';
import type { ResizePolicy, SizeRule } from './policy.ts';

export type ResizeSkipReason = 'excluded' | 'no-rule' | 'right-size' | 'beyond-ceiling' | 'resized-before';

export type ResizeVerdict = { readonly is: 'due'; readonly size: Size } | Left<ResizeSkipReason>;

export interface JudgingSize {
  readonly clouds: Clouds;
  readonly policy: ResizePolicy;
  readonly earlier: EarlierOrders;
  readonly holders: Holders;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const orderOf = z.object({ ref: z.string(), size: sizeSchema, from: sizeSchema });

const keyOf = (ref: string, from: Size, to: Size): string => `${ref} ${JSON.stringify([from, to])}`;

/** Orders of version 0.1 did not say from which size. */
export const resizeOrders: OrderKind = {
  kind: 'fleet.resize',
  keyOf(args) {
    const { data } = orderOf.safeParse(args);
    return data && keyOf(data.ref, data.from, data.size);
  },
};

export function sizeVerdictOn(gateway: Gateway, judging: JudgingSize): ResizeVerdict {
  const { policy, clouds } = judging;
  const exclusion = exclusionOf(gateway, policy.gateways ?? {});
  if (exclusion !== undefined) return skipped('excluded', exclusion);
  const rule = policy.rules.find((one) => applies(one, gateway));
  if (!rule) return skipped('no-rule', `no rule applies to ${describeSize(gateway.size)}`);
  try {
    const size = sizeBy(rule, gateway, clouds);
    if (size === undefined) return skipped('no-rule', `it has no tag ${rule.declaredBy}`);
    if (sameSize(gateway.size, size)) return skipped('right-size', `it is ${describeSize(size)}`);
    return verdictOnChange(gateway, size, judging);
  } catch (thrown) {
    return refused(NatError.from(thrown));
  }
}

function applies({ from, addresses }: SizeRule, gateway: Gateway): boolean {
  const { length } = gateway.addresses;
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = addresses ?? {};
  return (!from || sameSize(from, gateway.size)) && length >= atLeast && length <= atMost;
}

/** A gateway that carries enough keeps its size: a change would cost money for nothing. `undefined`: it declares none. */
function sizeBy({ to, declaredBy = '' }: SizeRule, { ref, tags }: Gateway, clouds: Clouds): Size | undefined {
  const declared = tags[declaredBy];
  const request = to ?? (declared === undefined ? undefined : declaredSize(declared, declaredBy));
  if (request === undefined) return undefined;
  const { sizes, features } = clouds.cloud(ref.cloud).capabilities;
  const fact = features['gateways.resize'];
  const offered = (fact.supported && fact.sizes) || sizes;
  const size = chooseSize(request, offered) ?? chooseSize(request, sizes);
  if (size) return size;
  throw new NatError('invalid-argument', `${ref.cloud} does not sell ${describeSize(request)}`, {
    field: 'rules',
    remedy: `use one of: ${describeOffers(offered)}`,
  });
}

/** As on the command line: `large`, `units=5`, `connections=1000000`, `metered`. */
function declaredSize(text: string, tag: string): SizeRequest {
  const tier = tiers.find((one) => one === text);
  if (tier) return { tier };
  if (text === 'metered') return { metered: true };
  const [, unit, count] = /^(units|connections)=([1-9]\d{0,9})$/.exec(text) ?? [];
  if (unit === 'units') return { units: Number(count) };
  if (unit === 'connections') return { connections: Number(count) };
  throw new NatError('invalid-argument', `the tag ${tag} says "${text}", which is not a size`, {
    field: `tags.${tag}`,
    remedy: `write ${tiers.join(', ')}, units=N, connections=N or metered`,
  });
}

function verdictOnChange({ ref, size: from }: Gateway, size: Size, judging: JudgingSize): ResizeVerdict {
  const { clouds, earlier, holders, now } = judging;
  const before = earlier.get(keyOf(`${ref}`, from, size));
  const again = before && resizedBefore(before, now);
  if (again) return again;
  const holder = holders.get(`${ref}`);
  if (holder) return refused(lockedBy(`${ref}`, holder), holder.id);
  clouds.preview('gateways.resize', ref, { size });
  return { is: 'due', size };
}

/** A list may lag behind a change; later, somebody has changed it back, and the policy says what it is to be. */
function resizedBefore(
  { run, state, at = 0 }: EarlierOrder,
  now: number,
): Left<ResizeSkipReason> | undefined {
  if (state === 'paid' && at + days(1) > now)
    return skipped('resized-before', `run ${run} has resized it within a day`, run);
  if (state === 'open') return refused(stillOpen(run), run);
  return state === 'unknown' ? refused(mayHaveResized(run), run) : undefined;
}

/** Money is not spent on a guess. */
const mayHaveResized = (run: string): NatError =>
  new NatError('failed-precondition', `run ${run} may have ordered it, and the size has not changed`, {
    remedy: 'look for the order in the console of the cloud; resize the gateway alone when there is none',
  });
