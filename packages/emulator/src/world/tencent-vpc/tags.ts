import type { Tag } from './model.ts';
import { type Reason, Refusal } from './refusal.ts';

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
