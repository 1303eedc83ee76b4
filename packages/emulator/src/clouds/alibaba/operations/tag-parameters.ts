import type { Tags } from '../../../world/alibaba/model.ts';
import { carries, type TagFilter, type Tagged } from '../../../world/alibaba/tags.ts';
import { malformed, missing } from '../parameters.ts';

type TagObjects = readonly Readonly<Record<string, string>>[] | undefined;

/** `Tag.N.Key` and `Tag.N.Value`; a tag without value has an empty one. */
export function readTags(objects: TagObjects): Tags {
  return new Map((objects ?? []).map(({ Key, Value }) => [checkKey(Key), Value ?? '']));
}

function checkKey(key: string | undefined): string {
  if (key === undefined || key === '') return missing('Tag.Key');
  return key.length > 128 || /^(?:aliyun|acs:|https?:\/\/)/.test(key) ? malformed('Tag.Key') : key;
}

export function readTagFilters(objects: TagObjects): readonly TagFilter[] {
  return (objects ?? []).map(({ Key, Value }) => ({ key: checkKey(Key), value: Value }));
}

export function tagFilter(objects: TagObjects): ((tagged: Tagged) => boolean) | undefined {
  const filters = readTagFilters(objects);
  return filters.length === 0 ? undefined : (tagged) => carries(tagged, filters);
}
