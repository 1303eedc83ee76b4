import { type CallOptions, type Feature, NatError, prepaid, type Supported, type Term } from '@polynat/core';
import { expect } from 'vitest';
import type { Scene } from './scene.ts';

/** Facts about how something is done, or what is told, not whether it can be asked for; each has tests of its own. */
type Manner =
  | 'account.availability'
  | 'writes.token'
  | 'gateways.filter'
  | 'addresses.attach'
  | 'addresses.swap'
  | 'snat.through';
export type Refusable = Exclude<Feature, Manner>;

type Attempt = (scene: Scene) => PromiseLike<unknown>;

/** Kept for documentation by RFC 5737. */
const nowhere = '203.0.113.250';

/** How a caller asks for each feature. Nothing of it needs to exist, since a refusal comes before any request. */
export const attempts: { readonly [F in Refusable]: Attempt } = {
  'gateways.create': (scene) => scene.cloud.gateways.create(scene.spec()),
  'gateways.rename': (scene) => scene.nobody().rename('egress_renamed'),
  'gateways.description': (scene) => scene.nobody().describe('leads the shop outside'),
  'gateways.outbound-limit': (scene) => scene.nobody().limitOutbound(100),
  'gateways.icmp-reply': (scene) => scene.nobody().configure({ icmpReply: false }),
  'gateways.affinity': (scene) => scene.nobody().configure({ affinity: true }),
  'gateways.bind-mode': (scene) => scene.nobody().configure({ bindMode: 'nat' }),
  'gateways.resize': (scene) => scene.nobody().resize({ tier: 'small' }),
  'gateways.convert': (scene) => scene.nobody().convert(),
  'gateways.protect': (scene) => scene.nobody().protect(),
  'gateways.delete': (scene) => scene.nobody().delete(),
  'gateways.create.tags': (scene) => scene.cloud.gateways.create(scene.spec({ tags: { team: 'shop' } })),
  'gateways.tags': (scene) => scene.nobody().tag({ team: 'shop' }),
  'addresses.allocate': (scene) => scene.cloud.addresses.allocate(),
  'addresses.release': (scene) => scene.cloud.addresses.release(nowhere),
  'addresses.pools': (scene) => scene.nobody().addresses.attach(nowhere, { purpose: 'snat' }),
  'snat.rules': (scene) => scene.nobody().snat.list().toArray(),
  'snat.source.cidr': (scene) => addSnat(scene, 'cidr'),
  'snat.source.subnet': (scene) => addSnat(scene, 'subnet'),
  'snat.source.hosts': (scene) => addSnat(scene, 'hosts'),
  'snat.source.network': (scene) => addSnat(scene, 'network'),
  'snat.addAll.atomic': (scene) => scene.nobody().snat.addAll([scene.snatRule(0)], { atomic: true }),
  'snat.replace': (scene) => scene.nobody().snat.replace('rule-nobody', scene.snatRule(0)),
  'snat.affinity': (scene) => scene.nobody().snat.add(scene.snatRule(0, { affinity: true })),
  'snat.names': (scene) => scene.nobody().snat.add(scene.snatRule(0, { name: 'office' })),
  'dnat.rules': (scene) => scene.nobody().dnat.list().toArray(),
  'dnat.any': (scene) => scene.nobody().dnat.add(scene.dnatAny(nowhere)),
  'dnat.ranges': (scene) =>
    scene
      .nobody()
      .dnat.add(scene.dnatRule(nowhere, 0, { from: 8_000, to: 8_009 }, { from: 9_000, to: 9_009 })),
  'dnat.ranges.unequal': (scene) =>
    scene.nobody().dnat.add(scene.dnatRule(nowhere, 0, { from: 8_000, to: 8_009 }, 9_000)),
  'dnat.addAll.atomic': (scene) => scene.nobody().dnat.addAll([scene.dnatRule(nowhere, 0)], { atomic: true }),
  'dnat.replace': (scene) => scene.nobody().dnat.replace('rule-nobody', scene.dnatRule(nowhere, 0)),
  'dnat.names': (scene) => scene.nobody().dnat.add({ ...scene.dnatRule(nowhere, 0), name: 'web' }),
  'dnat.port-break': (scene) => scene.nobody().dnat.add({ ...scene.dnatRule(nowhere, 0), portBreak: true }),
  'billing.on-demand': (scene) => scene.cloud.gateways.create(scene.spec({ billing: { mode: 'on-demand' } })),
  'billing.prepaid': (scene) =>
    scene.cloud.gateways.create(scene.spec({ billing: prepaid(shortest(scene, 'billing.prepaid')) })),
  'billing.renew': (scene) => scene.nobody().renew({ months: 1 }),
  'billing.auto-pay': (scene) => {
    const billing = prepaid(shortest(scene, 'billing.prepaid'), { autoPay: true });
    return scene.cloud.gateways.create(scene.spec({ billing }));
  },
  'bandwidth.packages': (scene) => scene.nobody().bandwidth.create({ bandwidthMbps: 10, addresses: 1 }),
  'bandwidth.convert': (scene) => scene.nobody().bandwidth.convert('package-nobody'),
  'bandwidth.shared': (scene) => scene.cloud.bandwidth.create({ bandwidthMbps: 10 }),
  'networks.routes': (scene) => scene.nobody().routes().toArray(),
  'networks.list': (scene) => scene.cloud.networks.list().toArray(),
};

const addSnat = (scene: Scene, kind: 'cidr' | 'subnet' | 'hosts' | 'network') =>
  scene.nobody().snat.add(scene.snatRule(0, { source: scene.terrain.sourceOf(kind, 0) }));

/** The shortest term a cloud sells. */
export function shortest(scene: Scene, feature: 'billing.prepaid' | 'billing.renew'): Term {
  const { months = [], years = [] } = scene.limits(feature)?.terms ?? {};
  const [month] = months.toSorted((left, right) => left - right);
  const [year] = years.toSorted((left, right) => left - right);
  if (month !== undefined) return { months: month };
  return year === undefined ? { months: 1 } : { years: year };
}

/**
 * Tells the story where the cloud has the feature. Where it lacks it, proves that asking fails with `unsupported`, the reason and
 * the remedy of its facts, before anything is sent. There is no third way: nothing is skipped.
 */
export async function whereSupported<F extends Refusable>(
  scene: Scene,
  feature: F,
  story: (limits: Supported<F>) => Promise<void>,
): Promise<void> {
  const limits = scene.limits(feature);
  if (limits) await story(limits);
  else await expectRefusal(scene, feature, attempts[feature]);
}

export async function expectRefusal(scene: Scene, feature: string, attempt: Attempt): Promise<void> {
  const before = scene.harness.requests();
  const error = await failureOf(attempt(scene));
  expect(error.code, `asking for ${feature}`).toBe('unsupported');
  expect(error.remedy, `the remedy for the lack of ${feature}`).toMatch(/\w/);
  expect(scene.harness.requests(), 'requests sent').toBe(before);
}

/** The NatError a call fails with; a call that succeeds or throws anything else fails the test. */
export async function failureOf(attempt: PromiseLike<unknown>): Promise<NatError> {
  const outcome = await Promise.resolve(attempt).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value)}`);
  if (NatError.is(outcome.error)) return outcome.error;
  throw new Error('expected a NatError', { cause: outcome.error });
}

/**
 * A removal that finds nothing is an error, since what was meant would go on costing. Repeated under its own token it succeeds: the
 * caller says with it that an earlier call may have removed it.
 */
export async function removesOnce(remove: (options: CallOptions) => PromiseLike<void>): Promise<void> {
  await remove({ token: 'remove-once' });
  await remove({ token: 'remove-once' });
  expect(await failureOf(remove({}))).toMatchObject({ code: 'not-found', outcome: 'none' });
}
