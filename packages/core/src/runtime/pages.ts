import type { Page } from '../driver.ts';
import { NatError } from '../errors.ts';
import type { GatewayKey } from '../model/gateway-key.ts';

export type Pages<T> = AsyncGenerator<readonly T[], void, undefined>;

/** A listing of a driver: how a page is fetched, and what makes an item itself. */
export interface PageSource<T> {
  readonly fetch: (cursor: string | undefined) => Promise<Page<T>>;
  readonly identityOf: (item: T) => string;
}

/** What drivers list. */
export type Listable =
  | { readonly key: GatewayKey }
  | { readonly ip: string; readonly id?: string }
  | { readonly id: string };

export function identityOf(item: Listable): string {
  if ('key' in item) return item.key.id;
  return 'ip' in item ? (item.id ?? item.ip) : item.id;
}

/** How often a listing is read before one that never comes out right is given up. */
const readings = 4;

/**
 * Follows a driver's pages from cursor to cursor. Pages found by position are handed out once all are read and fit together; with
 * `early` as they come, and what they did not show follows after a new reading when they turn out not to fit together.
 */
export async function* followPages<T>(source: PageSource<T>, early = false): Pages<T> {
  const shown = new Set<string>();
  const held: (readonly T[])[] = [];
  const reading = readOnce(source);
  let step = await reading.next();
  for (; !step.done; step = await reading.next()) {
    const { items, positions } = step.value;
    if (positions && !early) {
      held.push(items);
      continue;
    }
    for (const item of items) shown.add(source.identityOf(item));
    yield items;
  }
  for (const items of step.value ? await readAgain(source) : held) {
    yield items.filter((item) => !shown.has(source.identityOf(item)));
  }
}

/** Everything a driver lists, for drivers that need the whole of a listing themselves. */
export async function readAll<T extends Listable>(fetch: PageSource<T>['fetch']): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const items of followPages({ fetch, identityOf })) all.push(...items);
  return all;
}

async function readAgain<T>(source: PageSource<T>): Promise<readonly (readonly T[])[]> {
  for (let attempt = 2; ; attempt += 1) {
    const pages: (readonly T[])[] = [];
    const reading = readOnce(source);
    let step = await reading.next();
    for (; !step.done; step = await reading.next()) pages.push(step.value.items);
    if (!step.value) return pages;
    if (attempt >= readings) throw step.value;
  }
}

/** One reading from the first page to the last. Returns why its pages do not fit together, where reading again may help. */
async function* readOnce<T>({
  fetch,
  identityOf,
}: PageSource<T>): AsyncGenerator<Page<T>, NatError | undefined> {
  const cursors = new Set<string>();
  const seen = new Set<string>();
  let cursor: string | undefined;
  let read = 0;
  let total: number | undefined;
  do {
    const page: Page<T> = await fetch(cursor);
    const { items, next, positions } = page;
    if (positions && cursor !== undefined && positions.total !== total) return changed();
    total = positions?.total;
    read += positions?.read ?? 0;
    const repeated = items.map(identityOf).find((id) => seen.has(id) || !seen.add(id));
    if (repeated !== undefined) {
      if (positions) return shownTwice(repeated);
      throw shownTwice(repeated);
    }
    if (next === undefined && total !== undefined && read !== total) return incomplete(read, total);
    if (next !== undefined && cursors.has(next)) throw withoutProgress();
    yield page;
    if (next !== undefined) cursors.add(next);
    cursor = next;
  } while (cursor !== undefined);
  return undefined;
}

const changed = (): NatError =>
  new NatError('busy', `the listing changed each of the ${readings} times it was read`, {
    retryable: true,
    remedy: 'list again when fewer changes are under way',
  });

const shownTwice = (id: string): NatError =>
  new NatError('protocol', `the listing shows ${id} twice, so it may lack others`, { retryable: true });

const incomplete = (read: number, total: number): NatError =>
  new NatError('protocol', `the listing ended after ${read} of ${total} items`, { retryable: true });

/** A listing that ends early without saying so loses rules; a page that leads nowhere is an error instead. */
const withoutProgress = (): NatError =>
  new NatError('protocol', 'the listing makes no progress: the cloud pointed to the same next page twice', {
    retryable: true,
  });
