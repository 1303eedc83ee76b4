import type { Tag } from './model.ts';
import { type Reason, Refusal } from './refusal.ts';
import { findRegion } from './regions.ts';
import type { State } from './state.ts';

/** Tags one resource may have. */
const MOST_TAGS = 50;
/** Characters of the tag service: letters of any language, digits, spaces and these marks. */
const CHARACTERS = /^[\p{L}\p{N} +\-=._:/@()[\]【】（）,;，；]*$/u;

const rules: readonly (readonly [Reason, (tag: Tag) => boolean])[] = [
  ['tag-key-length', ({ key }) => key.length === 0 || key.length > 127],
  ['tag-reserved', ({ key }) => /^(qcs:|project$)/.test(key)],
  ['tag-key', ({ key }) => !CHARACTERS.test(key)],
  ['tag-value', ({ value }) => value.length > 255 || !CHARACTERS.test(value)],
];

/** The tags a new resource gets; refuses what the tag service would not take. */
export function checkTags(tags: readonly Tag[]): Tag[] {
  if (tags.length > MOST_TAGS) {
    throw new Refusal('tag-count', `A resource has ${MOST_TAGS} tags at most, not ${tags.length}.`);
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw new Refusal('tag-duplicate-key', 'A tag key is given twice.');
  }
  for (const tag of tags) {
    const broken = rules.find(([, breaks]) => breaks(tag));
    if (broken !== undefined) throw new Refusal(broken[0], `The tag "${tag.key}" is not valid.`);
  }
  return [...tags];
}

export interface TagChange {
  readonly region: string;
  readonly kind: 'nat' | 'eip';
  readonly id: string;
  /** Added, or given another value. */
  readonly replaced: readonly Tag[];
  /** Keys of those taken off; one that is not there is no mistake. */
  readonly deleted: readonly string[];
}

export function changeTags(state: State, change: TagChange): void {
  const { replaced, deleted } = change;
  const conflict = replaced.find(({ key }) => deleted.includes(key));
  if (conflict !== undefined) {
    throw new Refusal('tag-conflict', `The tag "${conflict.key}" is replaced and deleted.`);
  }
  const tags = taggedIn(state, change);
  const changed = new Set([...replaced.map(({ key }) => key), ...deleted]);
  const kept = tags.filter(({ key }) => !changed.has(key));
  tags.splice(0, tags.length, ...checkTags([...kept, ...replaced]));
}

function taggedIn(state: State, { region: name, kind, id }: TagChange): Tag[] {
  const region = findRegion(name);
  const gateway = kind === 'nat' ? state.gateways.get(id) : undefined;
  const address = kind === 'eip' ? state.addresses.get(id) : undefined;
  const found = gateway?.vpc.region === region ? gateway : address?.region === region ? address : undefined;
  if (found === undefined) throw new Refusal('tagged-not-found', `There is no ${kind} ${id} in ${name}.`);
  return found.tags;
}
