/** Rows as aligned columns. Columns that are empty everywhere are left out. */
export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string | number | undefined;
}

export function table<T>(rows: readonly T[], columns: readonly Column<T>[], nothing: string): string {
  if (rows.length === 0) return `${nothing}\n`;
  const cells = rows.map((row) => columns.map(({ of }) => `${of(row) ?? ''}`));
  const shown = columns.flatMap(({ title }, index) =>
    cells.some((row) => row[index]) ? [{ title, texts: cells.map((row) => row[index] ?? '') }] : [],
  );
  const padded = shown.map(({ title, texts }) => pad([title.toUpperCase(), ...texts]));
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    padded
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function pad(texts: readonly string[]): readonly string[] {
  const widest = Math.max(...texts.map(widthOf));
  return texts.map((text) => text + ' '.repeat(widest - widthOf(text)));
}

/** Columns a terminal gives the text: names may be Chinese, and those characters take two. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
