import { type CallOptions, type CloudFailure, type Clouds, type Gateway, NatError } from '@polynat/core';

/** Which gateways were left behind. */
export interface Leftovers {
  /** Their names: `ci-*`. */
  readonly name: string;
  /** Milliseconds. One whose age its cloud does not tell is kept. */
  readonly olderThan: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Swept {
  readonly deleted: readonly string[];
  /** What could not be deleted, such as a protected or a prepaid gateway; the next sweep meets it again. */
  readonly kept: readonly { readonly ref: string; readonly error: NatError }[];
  /** Clouds that did not answer. */
  readonly failures: readonly CloudFailure[];
}

/** Deletions under way at once, over all clouds. Each cloud is asked no faster than it allows. */
const atOnce = 16;

/** Deletes what was left behind on every cloud, with rules and packages, and releases its public IPs. */
export async function sweep(
  nat: Clouds,
  { name, olderThan, now }: Leftovers,
  options: CallOptions = {},
): Promise<Swept> {
  const { items, failures } = await nat.gateways.list({ name }, options).settle();
  const left = items.filter(({ created }) => created && Date.parse(created) <= now - olderThan);
  const deleted: string[] = [];
  const kept: { ref: string; error: NatError }[] = [];
  const queue = left.values();
  const worker = async () => {
    for (const gateway of queue) {
      const error = await remove(nat, gateway, options);
      if (error) kept.push({ ref: `${gateway.ref}`, error });
      else deleted.push(`${gateway.ref}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { deleted, kept, failures };
}

async function remove(nat: Clouds, { ref }: Gateway, options: CallOptions): Promise<NatError | undefined> {
  const release = nat.cloud(ref.cloud).can('addresses.release');
  try {
    await nat.gateway(ref).delete({ ...options, cascade: true, ...(release && { release: true as const }) });
    return undefined;
  } catch (thrown) {
    const error = NatError.from(thrown);
    /** Another sweep was faster. */
    return error.code === 'not-found' ? undefined : error;
  }
}
