import { NatError } from './errors.ts';
import { Listing } from './listing.ts';
import type { Pages } from './runtime/pages.ts';

export interface CloudFailure {
  readonly cloud: string;
  readonly error: NatError;
}

export interface PartialResult<T> {
  readonly items: readonly T[];
  readonly failures: readonly CloudFailure[];
}

/** One listing over several clouds. The first page of each is asked for side by side; items come cloud by cloud. */
export class MultiCloudListing<T> extends Listing<T> {
  readonly #parts: ReadonlyMap<string, Listing<T>>;

  constructor(parts: ReadonlyMap<string, Listing<T>>) {
    super((early) => joinPages([...parts.values()].map((part) => part.pages(early))));
    this.#parts = parts;
  }

  /** Every answer there is, with the failing clouds beside it instead of an exception. */
  async settle(): Promise<PartialResult<T>> {
    const items: T[] = [];
    const failures: CloudFailure[] = [];
    const answers = [...this.#parts].map(async ([cloud, list]) => {
      const answer = await list.toArray().catch((thrown: unknown) => NatError.from(thrown));
      return { cloud, answer };
    });
    for (const { cloud, answer } of await Promise.all(answers)) {
      if (NatError.is(answer)) failures.push({ cloud, error: answer });
      else for (const item of answer) items.push(item);
    }
    return { items, failures };
  }
}

async function* joinPages<T>(parts: readonly Pages<T>[]): Pages<T> {
  const started = parts.map(startAhead);
  try {
    for (const { first, rest } of started) {
      const page = await first;
      if (page.done) continue;
      yield page.value;
      yield* rest;
    }
  } finally {
    await Promise.allSettled(started.map(({ rest }) => rest.return()));
  }
}

interface Ahead<T> {
  readonly first: Promise<IteratorResult<readonly T[], void>>;
  readonly rest: Pages<T>;
}

function startAhead<T>(rest: Pages<T>): Ahead<T> {
  const first = rest.next();
  first.catch(() => undefined);
  return { first, rest };
}
