import { suggestion } from './closest.ts';
import { UsageError } from './failures.ts';
import { isTable, sheet, type Table, type Text } from './table.ts';

/** The same text with these columns or facts alone, in this order. */
export function chosen(text: Text, titles: readonly string[]): Text {
  if (typeof text === 'string')
    throw new UsageError('--columns: this command prints no columns', 'leave it out');
  if (!isTable(text)) {
    const names = Object.keys(text.facts);
    return sheet(
      Object.fromEntries(placesOf(titles, names).map((place) => factAt(text.facts, names[place]))),
    );
  }
  return withColumns(text, placesOf(titles, text.titles));
}

const factAt = (facts: Readonly<Record<string, string | undefined>>, name = '') =>
  [name, facts[name]] as const;

const withColumns = (table: Table, places: readonly number[]): Table => ({
  ...table,
  titles: places.flatMap((place) => table.titles[place] ?? []),
  rows: table.rows.map((row) => places.flatMap((place) => row[place] ?? [])),
  naming: Math.max(0, places.indexOf(table.naming)),
});

const placesOf = (wanted: readonly string[], titles: readonly string[]): readonly number[] =>
  wanted.map((title) => {
    const place = titles.findIndex((known) => known.toLowerCase() === title.toLowerCase());
    if (place >= 0) return place;
    const remedy = `use some of: ${titles.join(', ')}${suggestion(title, titles)}`;
    throw new UsageError(`--columns: unknown column "${title}"`, remedy);
  });
