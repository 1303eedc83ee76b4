import type { Tag } from '../../world/tencent-vpc/model.ts';

export function tagSet(tags: readonly Tag[]) {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}
