/** What stands in an emulated cloud, comparable between two runs of one story; as lines of text, which differ readably. */
export type Census = string;

/** Ids, which each run draws anew. */
const identifier = /^([a-z]{2,6})-[0-9a-z]{6,}$/;
/** Tasks on some clouds are called by the request that began them. */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** The tag by which an order is known that takes no token. */
const mark = /^[\w-]{43}$/;
const instant = /^\d{4}-\d\d-\d\dT/;
/** Milliseconds since 1970, after 2001. */
const isInstant = (value: number): boolean => value > 1e12;

/**
 * Replaces what differs from run to run: ids by their kind, instants by their day, the order of sets by the alphabet. Everything that
 * was made, bought, changed or removed still shows.
 */
export const censusOf = (world: unknown): Census => JSON.stringify(settled(world), null, 1);

function settled(world: unknown): unknown {
  if (typeof world === 'string') return text(world);
  if (typeof world === 'number') return isInstant(world) ? day(world) : world;
  if (Array.isArray(world)) return inOrder(world.map(settled));
  if (typeof world !== 'object' || world === null) return world;
  return Object.fromEntries(
    Object.entries(world)
      .filter(([name]) => !passing.has(name))
      .map(([name, value]) => [text(name), settled(value)]),
  );
}

/** What is noted only once somebody has asked for it, and an instant on the clock of the work. */
const passing: ReadonlySet<string> = new Set(['zones', 'startedWork']);

const text = (value: string): string =>
  instant.test(value)
    ? value.slice(0, 10)
    : value.replace(identifier, '$1-…').replace(uuid, 'uuid').replace(mark, 'mark');

const day = (value: number): string => new Date(value).toISOString().slice(0, 10);

/** Each item is written out once, however often it is compared. */
const inOrder = (items: readonly unknown[]): readonly unknown[] =>
  items
    .map((item) => [JSON.stringify(item), item] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, item]) => item);
