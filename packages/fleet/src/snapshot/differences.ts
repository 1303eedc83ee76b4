import type { Json } from '@polynat/core';
import { canonical, json } from '@polynat/engine';

/** A member of a record that is not the same in both. Absent on the side that does not have it. */
export interface FieldChange {
  /** Such as `size.tier`. */
  readonly field: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Items that one side has and the other does not, and those that differ; each list in the order of the keys. */
export interface ItemChanges<Item> {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  readonly changed: readonly ChangedItem<Item>[];
}

export interface ChangedItem<Item> {
  readonly key: string;
  readonly before: Item;
  readonly after: Item;
  readonly fields: readonly FieldChange[];
}

/** Field by field, down to values and lists; lists are compared as a whole. In the order of the names. */
export function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (canonical(before) === canonical(after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [changeOf(path, before, after)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) =>
    fieldChanges(before[name], after[name], path === '' ? name : `${path}.${name}`),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const changeOf = (field: string, before: unknown, after: unknown): FieldChange => ({
  field,
  ...(before !== undefined && { before: json(before) }),
  ...(after !== undefined && { after: json(after) }),
});

export function itemChanges<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): ItemChanges<Item> {
  const [left, right] = [byKey(before, keyOf), byKey(after, keyOf)];
  return {
    added: [...right].flatMap(([key, item]) => (left.has(key) ? [] : [item])),
    removed: [...left].flatMap(([key, item]) => (right.has(key) ? [] : [item])),
    changed: [...left].flatMap(([key, item]) => {
      const other = right.get(key);
      const fields = other === undefined ? [] : fieldChanges(item, other);
      return other === undefined || fields.length === 0 ? [] : [{ key, before: item, after: other, fields }];
    }),
  };
}

const byKey = <Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item> =>
  new Map(
    items.map((item) => [keyOf(item), item] as const).sort(([left], [right]) => (left < right ? -1 : 1)),
  );

export const hasChanges = ({ added, removed, changed }: ItemChanges<object>): boolean =>
  added.length + removed.length + changed.length > 0;
