/** How many deleted entries a table can still tell from ones that never were. */
const REMEMBERED = 200;

interface Table {
  readonly entries: Map<string, unknown>;
  readonly deleted: Set<string>;
}

/** Takes an entry off its table and remembers that it was there. */
export function forget({ entries, deleted }: Table, id: string): void {
  if (!entries.delete(id)) return;
  deleted.add(id);
  const [oldest] = deleted;
  if (deleted.size > REMEMBERED && oldest !== undefined) deleted.delete(oldest);
}
