import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { Gateway, GatewayChange, GatewayRecord } from '../model/gateway.ts';
import { type GatewayUpdate, gatewayUpdateSchema, type TagChange } from '../model/gateway-update.ts';
import { sameSize } from '../model/size.ts';
import type { Receipt } from '../receipt.ts';
import type { Steps } from '../runtime/mutation-plan.ts';
import { snapshotOf } from '../runtime/snapshot.ts';
import { checkChange, featureOf } from './change.ts';
import { onGateway, requireMethod, type Target } from './define.ts';
import { invalidArgument } from './order.ts';
import { resizing } from './resize.ts';

/** One request of an update: what it changes, in words, and how it is sent. */
interface Part {
  readonly what: string;
  readonly start: (call: Call) => Promise<Receipt<GatewayRecord>>;
}

/** The requests that bring a gateway from what it is to what it should be. Throws before anything is sent. */
type Planner = (gateway: GatewayRecord) => readonly Part[];

export const update = onGateway(gatewayUpdateSchema, (target, wanted: GatewayUpdate) => {
  const planners = plannersOf(target, wanted);
  return { steps: [], run: (steps) => apply(target, planners, steps) };
});

/**
 * The size first: it is what is most often refused, and a refusal then changes nothing. Protection is taken off last, and put on
 * before tags change. Each throws here for what the cloud lacks.
 */
function plannersOf(target: Target, wanted: GatewayUpdate): readonly Planner[] {
  const { size, tags, protected: on, name, description, outboundMbps, options } = wanted;
  const change = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(outboundMbps !== undefined && { outboundMbps }),
    ...(options && { options }),
  };
  checkChange(change, target.runtime);
  const { together, protection } = protecting(target, on, change);
  const planners = [
    size && sizing(target, size),
    labelling(target, { ...change, ...together }),
    on ? protection : undefined,
    tags && tagging(target, tags),
    on === false ? protection : undefined,
  ];
  return planners.filter((planner) => planner !== undefined);
}

/** Reads what is, so that what is so already needs no request, and a process that resumes or repeats goes on with the rest. */
async function apply({ runtime, key }: Target, planners: readonly Planner[], steps: Steps): Promise<Gateway> {
  await steps.completeEarlier();
  let gateway = await runtime.driver.gateways.get(key, steps.call);
  const parts = planners.flatMap((planner) => planner(gateway));
  for (const [index, { what, start }] of parts.entries()) {
    try {
      gateway = (await steps.perform(what, { name: `${what} to change`, start })) as GatewayRecord;
    } catch (thrown) {
      throw partlyChanged(NatError.from(thrown), parts, index);
    }
  }
  return snapshotOf(runtime.alias, gateway);
}

function sizing(target: Target, request: NonNullable<GatewayUpdate['size']>): Planner {
  const way = resizing(target, request);
  return (gateway) => {
    const size = way.sizeFor(gateway);
    if (sameSize(size, gateway.size)) return [];
    return [{ what: 'size', start: (call) => way.send(size, call) }];
  };
}

function labelling({ runtime, key }: Target, change: GatewayChange): Planner | undefined {
  if (Object.keys(change).length === 0) return undefined;
  const send = requireMethod(runtime, featureOf(change), runtime.driver.gateways, 'change');
  return (gateway) => {
    const shown = { description: '', ...gateway };
    const other = Object.entries(change).filter(([field, value]) =>
      field === 'options'
        ? !isSubset(value, gateway.options)
        : new Map(Object.entries(shown)).get(field) !== value,
    );
    if (other.length === 0) return [];
    const what = other.map(([field]) => field).join(', ');
    return [{ what, start: (call) => send(key, Object.fromEntries(other), call) }];
  };
}

/** Whether the gateway has all the switches as asked. */
function isSubset(asked: object, has: object = {}): boolean {
  const shown = new Map<string, unknown>(Object.entries(has));
  return Object.entries(asked).every(([name, value]) => shown.get(name) === value);
}

/** In the request that changes a name, where the cloud takes both at once; else by a request of its own. */
function protecting(
  { runtime, key }: Target,
  on: boolean | undefined,
  change: GatewayChange,
): { readonly together?: { readonly protected: boolean }; readonly protection?: Planner } {
  if (on === undefined) return {};
  const { driver, alias } = runtime;
  const send = requireMethod(runtime, 'gateways.protect', driver.gateways, 'protect', 'protected');
  const fact = requireFeature(driver.capabilities, 'gateways.protect', alias, 'protected');
  if (fact.withChange && Object.keys(change).length > 0) return { together: { protected: on } };
  const protection: Planner = (gateway) =>
    gateway.protected === on ? [] : [{ what: 'protection', start: (call) => send(key, on, call) }];
  return { protection };
}

function tagging({ runtime, key }: Target, { set = {}, remove = [] }: TagChange): Planner {
  const { driver, alias } = runtime;
  const send = requireMethod(runtime, 'gateways.tags', driver.gateways, 'tag', 'tags');
  const { maximum, together } = requireFeature(driver.capabilities, 'gateways.tags', alias, 'tags');
  const part = (what: string, change: TagChange): Part => ({
    what,
    start: (call) => send(key, change, call),
  });
  return ({ tags }) => {
    const added = Object.entries(set).filter(([name, value]) => tags[name] !== value);
    const removed = remove.filter((name) => Object.hasOwn(tags, name));
    const names = new Set([...Object.keys(tags), ...Object.keys(set)]);
    const left = names.size - removed.length;
    if (left > maximum) invalidArgument('tags', `would be ${left}; a gateway on ${alias} has ${maximum}`);
    if (added.length === 0 && removed.length === 0) return [];
    if (together && added.length > 0 && removed.length > 0)
      return [part('tags', { set: Object.fromEntries(added), remove: removed })];
    const parts = [
      ...(added.length > 0 ? [part('tags', { set: Object.fromEntries(added) })] : []),
      ...(removed.length > 0 ? [part('removed tags', { remove: removed })] : []),
    ];
    /** A tag that marks whose gateway it is never lacks in between, unless there is no room for both. */
    return names.size > maximum ? parts.reverse() : parts;
  };
}

function partlyChanged(error: NatError, parts: readonly Part[], failed: number): NatError {
  const words = (some: readonly Part[]) => some.map(({ what }) => what).join(', ');
  const done = failed === 0 ? 'nothing has changed' : `changed: ${words(parts.slice(0, failed))}`;
  return error.saying(`${error.plain}; ${done}; still to change: ${words(parts.slice(failed))}`);
}
