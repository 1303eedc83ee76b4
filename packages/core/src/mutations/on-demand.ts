import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { AddressSpec, PublicAddress } from '../model/address.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan, Request, Steps } from '../runtime/mutation-plan.ts';
import { allocating, attaching } from './addresses.ts';
import type { Target } from './define.ts';
import { addressesHeld, requireOrder, requireRoom } from './on-demand-checks.ts';

/** A rule to add together with the public addresses it needs. */
export interface RuleOnDemand<Rule> {
  readonly kind: 'snat' | 'dnat';
  /** What the rule is called in progress and errors. */
  readonly what: string;
  /** Addresses to attach where the gateway does not hold them yet; or one to order. */
  readonly addresses: readonly string[] | { readonly order: AddressSpec };
  /** Refuses what can be known before money is spent or an address is attached. `held` is what the gateway has. */
  readonly check: (held: readonly PublicAddress[], call: Call) => Promise<void>;
  readonly add: (ips: readonly string[], call: Call) => Promise<Receipt<Rule>>;
}

/** The rule keeps the token of the operation, wherever its turn comes; the order and each attachment have tokens derived from it. */
const steps = { rule: 0, order: 1, firstAddress: 2 } as const;

/** Orders, attaches, then adds. A failure in between leaves what was done before, and says what that is. */
export function addPlan<Rule>(target: Target, rule: RuleOnDemand<Rule>): MutationPlan<Rule> {
  const order = 'order' in rule.addresses ? requireOrder(rule.addresses.order, target.runtime) : undefined;
  return {
    steps: [],
    queued: 'per-step',
    run: async (plan) => {
      const done: Progress = { attached: [] };
      try {
        const ips = await addressesFor(target, rule, order, plan, done);
        return (await plan.completeAs(steps.rule, adding(target, rule, ips))) as Rule;
      } catch (thrown) {
        throw withWhatStays(NatError.from(thrown), done, target);
      }
    },
  };
}

/** What has been done before the rule. */
interface Progress {
  bought?: PublicAddress;
  readonly attached: string[];
}

async function addressesFor<Rule>(
  target: Target,
  rule: RuleOnDemand<Rule>,
  order: AddressSpec | undefined,
  plan: Steps,
  done: Progress,
): Promise<readonly string[]> {
  const { call } = plan;
  const isBegun = [steps.rule, steps.order, steps.firstAddress].some((index) => plan.isKnown(index));
  const held = isBegun ? [] : await addressesHeld(target, call);
  const wanted = 'order' in rule.addresses ? [] : rule.addresses;
  if (!isBegun) {
    await rule.check(held, call);
    const missing = order ? 1 : wanted.filter((ip) => !held.some((address) => address.ip === ip)).length;
    await requireRoom(target, held.length + missing, missing, call.repeated === true, call);
  }
  if (order) {
    const ordered = await plan.completeAs(steps.order, allocating(target.runtime, order));
    done.bought = ordered as PublicAddress;
  }
  const ips = done.bought ? [done.bought.ip] : wanted;
  for (const [index, ip] of ips.entries()) {
    if (held.some((address) => address.ip === ip && address.state === 'available')) continue;
    await plan.completeAs(steps.firstAddress + index, attachingFor(target, rule.kind, ip));
    done.attached.push(ip);
  }
  return ips;
}

function attachingFor(target: Target, kind: 'snat' | 'dnat', ip: string): Request {
  const pools = target.runtime.driver.capabilities.features['addresses.pools'].supported;
  const request = attaching(target, ip, pools ? kind : 'any');
  return { ...request, as: { mutation: 'addresses.attach', key: target.key } };
}

const adding = <Rule>(
  { key }: Target,
  { kind, what, add }: RuleOnDemand<Rule>,
  ips: readonly string[],
): Request => ({
  name: what,
  start: (call) => add(ips, call),
  as: { mutation: `${kind}.add`, key },
});

/** Whoever reads the error has to know what costs money now, and what to do with it. */
function withWhatStays(error: NatError, { bought, attached }: Progress, { key }: Target): NatError {
  if (!bought && attached.length === 0) return error;
  const ip = bought?.ip ?? attached.join(', ');
  const id = bought?.id === undefined ? '' : ` (${bought.id})`;
  const place = attached.length > 0 ? `stays attached to ${key.id}` : 'is attached to nothing';
  const stays = bought ? `${ip}${id} was bought, is billed, and ${place}` : `${ip} ${place}`;
  const { code, plain, retryable, retryAfter, field, provider } = error;
  return new NatError(code, `${plain}; ${stays}`, {
    outcome: 'unknown',
    retryable,
    cause: error,
    remedy: `repeat it under the same token or resume error.operation, and ${ip} is used; or detach it${bought ? ' and release it' : ''}`,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(field !== undefined && { field }),
    ...(provider && { provider }),
  });
}
