import { createHash } from 'node:crypto';
import { type CallOptions, type Cloud, type Gateway, type GatewaySpec, NatError } from '@polynat/core';

/** A gateway as its owner wants it. */
export interface Wanted {
  /** Marks the gateway: the uid of a Kubernetes object, for example. Another owner, or the same one born again, has another. */
  readonly owner: string;
  /** Where a cloud has no tags, its name marks the gateway and must be its own. */
  readonly spec: GatewaySpec & { readonly name: string };
}

/**
 * Brings about exactly one gateway as it is wanted, from whatever is there: nothing, a gateway that a killed process has made, or one
 * that somebody has changed. Two that bear the mark are a `conflict` that names both.
 */
export async function reconcile(cloud: Cloud, wanted: Wanted, options: CallOptions = {}): Promise<Gateway> {
  const found = await find(cloud, wanted, options);
  const gateway = found ?? (await create(cloud, wanted, options));
  const handle = cloud.gateway(gateway.ref);
  const ready = await handle.wait({ ...options, until: 'available' });
  const change = changeOn(cloud, wanted);
  return Object.keys(change).length === 0 ? ready : handle.update(change, options);
}

/** Deletes what `reconcile` made, with everything on it. Done when nothing bears the mark. */
export async function remove(cloud: Cloud, wanted: Wanted, options: CallOptions = {}): Promise<void> {
  const found = await find(cloud, wanted, options);
  if (found) await cloud.gateway(found.ref).delete({ ...options, cascade: true });
}

async function find(cloud: Cloud, { owner, spec }: Wanted, options: CallOptions) {
  const mark = cloud.can('gateways.tags') ? { tags: { owner } } : { name: spec.name };
  try {
    return await cloud.gateways.find(mark, options);
  } catch (error) {
    if (NatError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

/** The token comes from the owner: a process that was killed after it had sent the order sends the same order again. */
function create(cloud: Cloud, { owner, spec }: Wanted, options: CallOptions) {
  const token = createHash('sha256').update(`gateway of ${owner}`).digest('base64url');
  const tags = cloud.can('gateways.tags') ? { tags: { ...spec.tags, owner } } : {};
  return cloud.gateways.create({ ...spec, ...tags }, { ...options, token });
}

/** What of the wish this cloud can change later. Nothing is sent for what is so already. */
function changeOn(cloud: Cloud, { spec: { name, size, tags, protected: on } }: Wanted) {
  const tagged = cloud.can('gateways.tags');
  return {
    ...(tagged && cloud.can('gateways.rename') && { name }),
    ...(tagged && tags && { tags: { set: tags } }),
    ...(size && cloud.can('gateways.resize') && { size }),
    ...(on !== undefined && cloud.can('gateways.protect') && { protected: on }),
  };
}
