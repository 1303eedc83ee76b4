/** Columns up to this width line up for readers of the source; wider ones would only scatter it. */
const widest = 40;

export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [titles, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = titles.map((_, column) => {
    const width = Math.max(3, ...cells.map((row) => (row[column] ?? '').length));
    return width > widest ? 3 : width;
  });
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
