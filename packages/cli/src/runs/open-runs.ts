import type { RateLimiter } from '@polynat/transport';
import type { OpenedMigrations } from '../migrating/open-migrations.ts';
import type { Io } from '../terminal/io.ts';
import type { RunPlace } from './run-place.ts';

interface Named {
  readonly postgres?: string;
  readonly perSecond?: number;
}

/** The place of the runs and the engines of one command. Nothing is opened before it is needed, and all is closed at the end. */
export class OpenRuns {
  readonly #io: Io;
  readonly #named: Named;
  readonly #folder: () => Promise<string>;
  readonly #engines = new Set<OpenedMigrations['engine']>();
  #place: Promise<RunPlace> | undefined;

  constructor(io: Io, named: Named, folder: () => Promise<string>) {
    this.#io = io;
    this.#named = named;
    this.#folder = folder;
  }

  place(): Promise<RunPlace> {
    this.#place ??= this.#open();
    return this.#place;
  }

  /** `undefined` where the process finds the rates of its own calls. Without a database, the rate is that of this process. */
  async rateLimiter(): Promise<RateLimiter | undefined> {
    const { perSecond } = this.#named;
    if (perSecond === undefined) return undefined;
    const { rateLimiter } = await this.place();
    if (rateLimiter) return rateLimiter(perSecond);
    return (await import('@polynat/transport')).memoryRateLimiter({ perSecond });
  }

  opened(migrations: OpenedMigrations): OpenedMigrations {
    this.#engines.add(migrations.engine);
    return migrations;
  }

  async closeEngines(): Promise<void> {
    await Promise.all([...this.#engines].map((engine) => engine.close()));
  }

  async close(): Promise<void> {
    const place = await this.#place?.catch(() => undefined);
    await place?.close();
  }

  async #open(): Promise<RunPlace> {
    const { databaseOf, openRunPlace } = await import('./run-place.ts');
    return openRunPlace(databaseOf(this.#io, this.#named.postgres), await this.#folder());
  }
}
