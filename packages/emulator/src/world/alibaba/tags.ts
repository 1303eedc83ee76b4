import type { Tags } from './model.ts';
import { found } from './refusal.ts';
import type { World } from './world.ts';

export type TaggedType = 'NATGATEWAY' | 'EIP' | 'COMMONBANDWIDTHPACKAGE';

export interface Tagged {
  readonly id: string;
  readonly tags: Tags;
}

/** Every resource must be there, or none is changed. */
export function findTagged(
  world: World,
  regionId: string,
  type: TaggedType,
  ids: readonly string[],
): readonly Tagged[] {
  return ids.map((id) => {
    const here = registers(world)[type].get(id);
    return found(here?.regionId === regionId ? here : undefined, 'tag-resource-not-found');
  });
}

/** Every resource of the type in the region, oldest first. */
export function allTagged(world: World, regionId: string, type: TaggedType): readonly Tagged[] {
  return registers(world)[type].in(regionId);
}

function registers(world: World) {
  return { NATGATEWAY: world.gateways, EIP: world.addresses, COMMONBANDWIDTHPACKAGE: world.sharedPackages };
}

/** Whether the resource carries every tag asked for; a filter without value matches any value. */
export function carries(tagged: Tagged, wanted: readonly TagFilter[]): boolean {
  return wanted.every(({ key, value }) => {
    const actual = tagged.tags.get(key);
    return actual !== undefined && (value === undefined || actual === value);
  });
}

export interface TagFilter {
  readonly key: string;
  readonly value: string | undefined;
}
