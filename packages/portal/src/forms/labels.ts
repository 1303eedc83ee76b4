import { type Language, translateKnown } from '../texts/translate.ts';

/** The text of the longest end of a path that there is one for: `field.public.address` before `field.address`. */
function endText(language: Language, kind: string, path: string): string | undefined {
  const words = path.split('.').filter((word) => !/^\d+$/.test(word));
  const keys = words.map((_word, from) => `${kind}.${words.slice(from).join('.')}`);
  return keys.map((key) => translateKnown(language, key)).find((text) => text !== undefined);
}

export const fieldLabel = (language: Language, path: string): string | undefined =>
  endText(language, 'field', path);

export const fieldHint = (language: Language, path: string): string | undefined =>
  endText(language, 'hint', path);

export const variantLabel = (language: Language, path: string, key: string): string | undefined =>
  endText(language, 'variant', path === '' ? key : `${path}.${key}`);

/** Names of the cloud and figures stand for themselves. */
export function optionLabel(language: Language, path: string, value: string): string {
  const name = path.split('.').at(-1) ?? '';
  const term = /^\{"(months|years)":(\d+)\}$/.exec(value);
  if (term) return translateKnown(language, `term.${term[1]}`)?.replace('{count}', term[2] ?? '') ?? value;
  return (
    translateKnown(language, `option.${name}.${value}`) ??
    translateKnown(language, `option.${value}`) ??
    value
  );
}
