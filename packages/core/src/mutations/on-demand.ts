import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { AddressSpec, PublicAddress } from '../model/address.ts';
import type { Receipt } from '../receipt.ts';
import type { ItemSteps, MutationPlan, Request } from '../runtime/mutation-plan.ts';
import { allocating, attaching } from './addresses.ts';
import type { Target } from './define.ts';
import { requireOrder, requireRoom } from './on-demand-checks.ts';
import type { Surroundings } from './surroundings.ts';

/** A rule to add together with the public addresses it needs. */
export interface RuleOnDemand<Rule> {
  readonly kind: 'snat' | 'dnat';
  /** What the rule is called in progress and errors. */
  readonly what: string;
  /** Addresses to attach where the gateway does not hold them yet; or one to order. None where the rule needs neither. */
  readonly addresses: readonly string[] | { readonly order: AddressSpec };
  /** Where the rule says which addresses it needs, in the input. */
  readonly field: string;
  /** Refuses what can be known before money is spent or an address is attached. `held` is what the gateway has. */
  readonly check: (held: readonly PublicAddress[], around: Surroundings<Rule>, call: Call) => Promise<void>;
  readonly add: (ips: readonly string[], call: Call) => Promise<Receipt<Rule>>;
}

/** The rule keeps the token of the operation, wherever its turn comes; the order and each attachment have tokens derived from it. */
const steps = { rule: 0, order: 1, firstAddress: 2 } as const;

/** How many places the steps of a rule take in a record. */
export const placesOf = ({ addresses }: Pick<RuleOnDemand<never>, 'addresses'>): number =>
  steps.firstAddress + ('order' in addresses ? 1 : addresses.length);

/** Orders, attaches, then adds. A failure in between leaves what was done before, and says what that is. */
export function addPlan<Rule>(
  target: Target,
  rule: RuleOnDemand<Rule>,
  around: Surroundings<Rule>,
): MutationPlan<Rule> {
  const add = adding(target, rule, around);
  return { steps: [], outline: outlineOf(rule), queued: 'per-step', run: add };
}

/** The same for one rule among others. Throws here for what the cloud does not sell, before anything is sent. */
export function adding<Rule>(
  target: Target,
  rule: RuleOnDemand<Rule>,
  around: Surroundings<Rule>,
): (plan: ItemSteps) => Promise<Rule> {
  const { addresses, field } = rule;
  const order = 'order' in addresses ? requireOrder(addresses.order, target.runtime, field) : undefined;
  return async (plan) => {
    const done: Progress = { attached: [] };
    try {
      const ips = await addressesFor({ target, rule, around, plan, done }, order);
      const added = (await plan.completeAs(steps.rule, addition(target, rule, ips))) as Rule;
      around.added(added);
      return added;
    } catch (thrown) {
      throw withWhatStays(NatError.from(thrown), done, target);
    }
  };
}

/** What it sends at most, in words. */
export function outlineOf({ addresses, what }: Pick<RuleOnDemand<never>, 'addresses' | 'what'>): string[] {
  if ('order' in addresses) return ['a new public address', 'the new public address to be attached', what];
  return [...addresses.map((ip) => `${ip} to be attached, if it is not`), what];
}

/** What has been done before the rule. */
interface Progress {
  bought?: PublicAddress;
  readonly attached: string[];
}

interface Addition<Rule> {
  readonly target: Target;
  readonly rule: RuleOnDemand<Rule>;
  readonly around: Surroundings<Rule>;
  readonly plan: ItemSteps;
  readonly done: Progress;
}

async function addressesFor<Rule>(
  { target, rule, around, plan, done }: Addition<Rule>,
  order: AddressSpec | undefined,
): Promise<readonly string[]> {
  const { call } = plan;
  const wanted = 'order' in rule.addresses ? [] : rule.addresses;
  if (!order && wanted.length === 0) return [];
  const isBegun = [steps.rule, steps.order, steps.firstAddress].some((index) => plan.isKnown(index));
  const isOpen = (_ip: string, index: number) => !plan.isKnown(steps.firstAddress + index);
  const held = !isBegun || wanted.some(isOpen) ? await around.held(call) : [];
  if (!isBegun) {
    await rule.check(held, around, call);
    const missing = order ? 1 : wanted.filter((ip) => !held.some((address) => address.ip === ip)).length;
    const gateway = () => around.gateway(call);
    await requireRoom(target, gateway, held.length + missing, missing, call.repeated === true);
  }
  if (order) {
    const ordered = await plan.completeAs(steps.order, allocating(target.runtime, order));
    done.bought = ordered as PublicAddress;
  }
  const ips = done.bought ? [done.bought.ip] : wanted;
  for (const [index, ip] of ips.entries()) {
    const isHeld = held.some((address) => address.ip === ip && address.state === 'available');
    if (isHeld && isOpen(ip, index)) continue;
    const attached = await plan.completeAs(steps.firstAddress + index, attachingFor(target, rule.kind, ip));
    around.attached(attached as PublicAddress);
    done.attached.push(ip);
  }
  return ips;
}

function attachingFor(target: Target, kind: 'snat' | 'dnat', ip: string): Request {
  const pools = target.runtime.driver.capabilities.features['addresses.pools'].supported;
  const request = attaching(target, ip, pools ? kind : 'any');
  return { ...request, as: { mutation: 'addresses.attach', key: target.key } };
}

const addition = <Rule>(
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
  const [stay, them] = attached.length > 1 ? ['stay', 'them'] : ['stays', 'it'];
  const place = attached.length > 0 ? `${stay} attached to ${key.id}` : 'is attached to nothing';
  const stays = bought ? `${ip}${id} was bought, is billed, and ${place}` : `${ip} ${place}`;
  const { code, plain, retryable, retryAfter, field, provider } = error;
  const first = error.remedy === undefined ? '' : `${error.remedy}; then `;
  return new NatError(code, `${plain}; ${stays}`, {
    outcome: 'unknown',
    retryable,
    cause: error,
    remedy: `${first}repeat it under the same token or resume error.operation, which uses ${ip}; or detach ${them}${bought ? ' and release it' : ''}`,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(field !== undefined && { field }),
    ...(provider && { provider }),
  });
}
