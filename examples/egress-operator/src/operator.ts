import { type CallOptions, type Cloud, type GatewayHandle, NatError, type SnatSource } from '@polynat/core';

/** What somebody wants, as a custom resource would say it: an SNAT rule of its own with a public IP of its own. */
export interface Egress {
  readonly uid: string;
  readonly namespace: string;
  readonly source: SnatSource;
  /** Set when it is being deleted; the resource goes once its status is empty. */
  readonly deleted?: boolean;
  readonly status?: EgressStatus;
}

export interface EgressStatus {
  /** Absent from before anything is ordered until the rule is there. */
  readonly rule?: string;
  readonly publicIps: readonly string[];
}

/** Where the resources live: `save` writes a status, `undefined` when nothing is left to clean up. */
export interface EgressStore {
  list(): Promise<readonly Egress[]>;
  save(uid: string, status: EgressStatus | undefined): Promise<void>;
}

/**
 * Brings the gateway to what the resources say. It can be killed at any request and started again: it looks first, every write has a
 * token made from the resource, and what has to be cleaned up is in its status before it is touched. Returns what to try again.
 */
export async function reconcile(
  cloud: Cloud,
  gateway: GatewayHandle,
  store: EgressStore,
  options: CallOptions = {},
): Promise<readonly { readonly egress: Egress; readonly error: NatError }[]> {
  const again: { egress: Egress; error: NatError }[] = [];
  for (const egress of await store.list()) {
    try {
      const step = egress.deleted ? withdraw : provide;
      await store.save(egress.uid, await step(egress, { cloud, gateway, store, options }));
    } catch (thrown) {
      again.push({ egress, error: NatError.from(thrown) });
    }
  }
  return again;
}

interface Surroundings {
  readonly cloud: Cloud;
  readonly gateway: GatewayHandle;
  readonly store: EgressStore;
  readonly options: CallOptions;
}

async function provide(egress: Egress, { gateway, store, options }: Surroundings) {
  if (!egress.status) await store.save(egress.uid, { publicIps: [] });
  const rule =
    (await ruleOf(egress, gateway, options)) ??
    (await gateway.snat.add(
      { name: nameOf(egress), source: egress.source, through: 'new' },
      { ...options, token: `add-${egress.uid}` },
    ));
  return { rule: rule.id, publicIps: rule.through };
}

async function withdraw(egress: Egress, around: Surroundings): Promise<undefined> {
  const { cloud, gateway, store, options } = around;
  if (!egress.status) return;
  const { rule = '', publicIps } = egress.status.rule ? egress.status : await provide(egress, around);
  await store.save(egress.uid, { rule, publicIps });
  await gateway.snat.remove(rule, { ...options, detach: publicIps, token: `remove-${egress.uid}` });
  for (const [index, ip] of publicIps.entries())
    await cloud.addresses.release(ip, { ...options, token: `release-${index}-${egress.uid}` });
}

const nameOf = ({ namespace, uid }: Egress): string => `egress-${namespace}-${uid.slice(0, 8)}`;

const ruleOf = (egress: Egress, gateway: GatewayHandle, options: CallOptions) =>
  gateway.snat.list({ name: nameOf(egress) }, options).find(({ name }) => name === nameOf(egress));
