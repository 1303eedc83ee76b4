/** Which rows of a long list are drawn, and the space that the others take. */
export interface RowWindow {
  readonly first: number;
  /** The one behind the last. */
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

export interface Viewport {
  readonly rows: number;
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly height: number;
}

/** Drawn above and below what is seen, so that scrolling and the Tab key find a row there. */
const beyond = 12;

export function rowWindow({ rows, rowHeight, scrollTop, height }: Viewport): RowWindow {
  const seen = Math.max(0, Math.floor(scrollTop / rowHeight));
  const end = Math.min(rows, seen + Math.ceil(height / rowHeight) + beyond);
  const first = Math.max(0, Math.min(seen - beyond, end));
  return { first, end, before: first * rowHeight, after: (rows - end) * rowHeight };
}
