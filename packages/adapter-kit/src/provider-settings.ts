import type { Json } from '@polynat/core';

/** What each field of a provider says when nobody has chosen anything; `undefined` where there is no such value. */
export type UsualSettings = Readonly<Record<string, Json | undefined>>;

/**
 * The settings of a record that no portable field can say, under the provider's names. What is empty or as usual is left out:
 * `providerSettings({ IcmpReplyEnabled: false, ResourceGroupId: '' }, { IcmpReplyEnabled: true, ResourceGroupId: undefined })` is
 * `{ providerSettings: { IcmpReplyEnabled: false } }`.
 */
export function providerSettings(
  record: object,
  usual: UsualSettings,
): { readonly providerSettings?: Readonly<Record<string, Json>> } {
  const told = new Map<string, unknown>(Object.entries(record));
  const settings = Object.entries(usual).flatMap(([name, value]) => {
    const text = JSON.stringify(told.get(name));
    return text === undefined || empty.includes(text) || text === JSON.stringify(value)
      ? []
      : [[name, JSON.parse(text) as Json] as const];
  });
  return settings.length === 0 ? {} : { providerSettings: Object.fromEntries(settings) };
}

const empty = ['""', '[]', '{}', 'null'];
