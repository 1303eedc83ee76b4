import { describeDnat, describeSnat, type Json } from '@polynat/core';
import type {
  ChangedGateway,
  ChangedItem,
  FieldChange,
  GatewayDifference,
  GatewayEntry,
  ItemChanges,
} from '@polynat/fleet';
import type { Tone } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

interface Row {
  readonly gateway: string;
  readonly name: string;
  readonly change: string;
  readonly before?: string;
  readonly after?: string;
  readonly tone: Tone;
}

const columns = [
  { title: 'gateway', of: ({ gateway }: Row) => gateway, names: true as const },
  { title: 'name', of: ({ name }: Row) => name },
  { title: 'change', of: ({ change }: Row) => change, tone: ({ tone }: Row) => tone },
  { title: 'before', of: ({ before }: Row) => before },
  { title: 'after', of: ({ after }: Row) => after },
];

/** One row for each value, rule and public IP that differs. */
export const differenceTable = (differences: readonly GatewayDifference[]) =>
  table(differences.flatMap(rowsOf), columns, 'No differences.');

function rowsOf(difference: GatewayDifference): readonly Row[] {
  const { type, ref: gateway } = difference;
  if (type === 'changed') return changesOf(difference);
  const { name } = difference.gateway.gateway;
  const what = contentOf(difference.gateway);
  return type === 'added'
    ? [{ gateway, name, change: 'added', after: what, tone: 'good' }]
    : [{ gateway, name, change: 'removed', before: what, tone: 'bad' }];
}

const contentOf = ({ addresses, snat, dnat }: GatewayEntry): string =>
  [
    `${addresses.length} public IP(s)`,
    ...(snat ? [`${snat.length} SNAT`] : []),
    ...(dnat ? [`${dnat.length} DNAT`] : []),
  ].join(', ');

function changesOf({ ref: gateway, name, fields, addresses, snat, dnat }: ChangedGateway): readonly Row[] {
  const rows = [
    ...fields.map((change) => fieldRow(change.field, change)),
    ...itemRows('public IP', addresses, ({ ip }) => ip),
    ...itemRows('SNAT', snat, describeSnat),
    ...itemRows('DNAT', dnat, describeDnat),
  ];
  return rows.map((row) => ({ gateway, name, ...row }));
}

type Change = Omit<Row, 'gateway' | 'name'>;

const fieldRow = (change: string, { before, after }: FieldChange): Change => ({
  change,
  ...(before !== undefined && { before: wordsOf(before) }),
  ...(after !== undefined && { after: wordsOf(after) }),
  tone: 'busy',
});

function itemRows<Item>(
  what: string,
  { added, removed, changed }: ItemChanges<Item>,
  describe: (item: Item) => string,
): readonly Change[] {
  return [
    ...removed.map((item): Change => ({ change: `${what} removed`, before: describe(item), tone: 'bad' })),
    ...added.map((item): Change => ({ change: `${what} added`, after: describe(item), tone: 'good' })),
    ...changed.flatMap((item) => changedRows(what, item, describe)),
  ];
}

/** In the words for the whole, where these tell the difference; else field by field. */
function changedRows<Item>(
  what: string,
  { key, before, after, fields }: ChangedItem<Item>,
  describe: (item: Item) => string,
): readonly Change[] {
  const [old, now] = [describe(before), describe(after)];
  if (old !== now) return [{ change: `${what} changed`, before: old, after: now, tone: 'busy' }];
  return fields.map((change) => fieldRow(`${what} ${key} ${change.field}`, change));
}

const wordsOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
