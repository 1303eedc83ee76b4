import type { Call } from '../call.ts';
import type { OptionalResources } from '../driver.ts';
import { NatError } from '../errors.ts';
import type { DeletionItem } from '../model/deletion.ts';
import { describeDnat } from '../model/dnat-rule.ts';
import { describeSnat } from '../model/snat-rule.ts';
import type { Receipt } from '../receipt.ts';
import { nothingToDo } from '../runtime/nothing-to-do.ts';
import { requireMethod, resourceOf, type Target } from './define.ts';
import { type Dependents, takenBy } from './dependents.ts';

type Start = (call: Call) => Promise<Receipt<void>>;

/** One thing that goes. Without `start` the cloud takes it along with the gateway. */
export interface Removal {
  readonly item: DeletionItem;
  readonly start?: Start;
}

/** Rules, then addresses, then packages, then the gateway; addresses that leave with the gateway are released after it. */
export function removalsOf(target: Target, dependents: Dependents): readonly Removal[] {
  const { driver } = target.runtime;
  const { gateway, packages, released } = dependents;
  const taken = takenBy(target.runtime);
  const detached = detachedBefore(target, dependents);
  const later = released.filter((ip) => !detached.includes(ip));
  const bandwidth = (call: Call, id: string) =>
    resource(target, 'bandwidth', 'bandwidth.packages').delete(target.key, id, true, call);
  return [
    ...rulesOf(target, dependents),
    ...dependents.addresses.flatMap(({ ip }) => {
      const detach: Start = (call) => driver.addresses.detach(target.key, ip, call);
      const detaching = removal('address', ip, ip, 'detached', detached.includes(ip) ? detach : undefined);
      return detached.includes(ip) && released.includes(ip)
        ? [detaching, ...releasesOf(target, [ip])]
        : [detaching];
    }),
    ...packages.map(({ id, name, addresses }) => {
      const summary = `bandwidth package ${name || id} with ${addresses.map(({ ip }) => ip).join(', ')}`;
      const start: Start = (call) => bandwidth(call, id);
      return removal('bandwidth-package', id, summary, 'removed', taken.has('packages') ? undefined : start);
    }),
    removal('gateway', gateway.key.id, `gateway ${gateway.name || gateway.key.id}`, 'removed', (call) =>
      driver.gateways.delete(target.key, taken.size > 0, call),
    ),
    ...releasesOf(target, later),
  ];
}

/** The IPs that are detached by a request: none where they leave with the gateway, not the last where it always keeps one. */
function detachedBefore({ runtime }: Target, { addresses }: Dependents): readonly string[] {
  if (takenBy(runtime).has('addresses')) return [];
  const fact = runtime.driver.capabilities.features['addresses.attach'];
  return addresses.slice(fact.supported ? fact.minimum : 0).map(({ ip }) => ip);
}

function rulesOf(target: Target, { snat, dnat }: Dependents): readonly Removal[] {
  const alone = !takenBy(target.runtime).has('rules');
  return [
    ...dnat.map((rule) => {
      const start: Start = (call) => resource(target, 'dnat', 'dnat.rules').remove(target.key, rule.id, call);
      return removal(
        'dnat-rule',
        rule.id,
        `DNAT ${describeDnat(rule)}`,
        'removed',
        alone ? start : undefined,
      );
    }),
    ...snat.map((rule) => {
      const start: Start = (call) => resource(target, 'snat', 'snat.rules').remove(target.key, rule.id, call);
      return removal(
        'snat-rule',
        rule.id,
        `SNAT ${describeSnat(rule)}`,
        'removed',
        alone ? start : undefined,
      );
    }),
  ];
}

export function releasesOf({ runtime }: Target, ips: readonly string[]): readonly Removal[] {
  if (ips.length === 0) return [];
  const send = requireMethod(runtime, 'addresses.release', runtime.driver.addresses, 'release', 'release');
  return ips.map((ip) => removal('address', ip, ip, 'released', (call) => send(ip, call)));
}

const resource = <N extends keyof OptionalResources>(
  { runtime }: Target,
  name: N,
  feature: Parameters<typeof resourceOf>[2],
): OptionalResources[N] => resourceOf(runtime, name, feature);

function removal(
  kind: DeletionItem['kind'],
  id: string,
  summary: string,
  end: DeletionItem['end'],
  start: Start | undefined,
): Removal {
  const item = { kind, id, summary, end, by: start ? 'request' : 'cloud' } as const;
  return { item, ...(start && { start: unlessGone(start) }) };
}

/** Somebody else, or an earlier process, may have removed it since it was read. */
const unlessGone =
  (start: Start): Start =>
  async (call) => {
    try {
      return await start(call);
    } catch (thrown) {
      if (NatError.is(thrown, 'not-found')) return nothingToDo;
      throw thrown;
    }
  };

const mostNamed = 10;

/** The error of one removal, with what went before it and what is still there. */
export function partlyDone(error: NatError, removals: readonly Removal[], failed: number): NatError {
  const gateway = removals.findIndex(({ item }) => item.kind === 'gateway');
  const isDone = (_: Removal, index: number): boolean =>
    index < failed && (removals[index]?.start !== undefined || (gateway !== -1 && gateway < failed));
  const gone = removals.filter(isDone);
  const left = removals.filter((removed, index) => !isDone(removed, index));
  const said = [
    error.plain,
    gone.length === 0 ? 'nothing has gone' : `gone: ${namesOf(gone)}`,
    `still there: ${namesOf(left)}`,
  ];
  return error.saying(said.join('; '));
}

function namesOf(removals: readonly Removal[]): string {
  const names = [...new Set(removals.map(({ item }) => item.summary))];
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${more}`;
}
