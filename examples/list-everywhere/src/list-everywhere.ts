import { type Clouds, describeSize, type Gateway } from '@polynat/core';

export interface Everywhere {
  readonly lines: readonly string[];
  /** Clouds that did not answer. Their gateways are unknown, which is not the same as none. */
  readonly silent: readonly string[];
}

/** Every gateway of every cloud. A cloud that is down never hides what the others said. */
export async function listEverywhere(nat: Clouds): Promise<Everywhere> {
  const { items, failures } = await nat.gateways.list().settle();
  return {
    lines: items.map(lineOf),
    silent: failures.map(({ cloud, error }) => `${cloud} did not answer: ${error.message}`),
  };
}

function lineOf({ ref, name, state, size, addresses }: Gateway): string {
  const leaves = addresses.map(({ ip }) => ip).join(' ') || 'no address';
  return [`${ref}`, name, state, describeSize(size), leaves].join('  ');
}
