import { texts } from './texts.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];
export type TextKey = keyof typeof texts;

/** `zh-CN`, `zh-Hans` and the like are Chinese; every other language reads English. */
export const languageOf = (tag: string): Language => (/^zh\b/i.test(tag) ? 'zh' : 'en');

/** The tag for elements and for formats of dates and numbers. */
export const tagOf = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en');

const places: Readonly<Record<Language, 0 | 1>> = { en: 0, zh: 1 };

/** `{name}` in a text is the word of that name. */
export const translate = (
  language: Language,
  key: TextKey,
  words: Readonly<Record<string, string | number>> = {},
): string =>
  texts[key][places[language]].replace(/\{(\w+)\}/g, (whole, name: string) => `${words[name] ?? whole}`);

const isKey = (key: string): key is TextKey => Object.hasOwn(texts, key);

/** A text whose name comes from the server, such as the word of a state; undefined when this page does not know it. */
export const translateKnown = (language: Language, key: string): string | undefined =>
  isKey(key) ? translate(language, key) : undefined;
