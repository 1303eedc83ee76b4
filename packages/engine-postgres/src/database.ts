import { type Clock, NatError, seconds } from '@polynat/core';
import * as z from 'zod';
import type { Queries } from './queries.ts';

/** A restart of the server, or its fail-over, is over by then; longer outages suspend what is under way. */
const patience = seconds(10);
const firstPause = 100;
const longestPause = seconds(1);

/** SQLSTATE of a server that goes down, comes up or broke the connection: classes 08 and 57P, and 53300, too many connections. */
const passing = /^(08|57P|53300)/;

/** What Node says when there is no server at the other end, or no longer. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

const codeSchema = z.object({ code: z.string() });

/** Statements that may be repeated: they are, while the database is away for a moment. */
export class Database {
  readonly #queries: Queries;
  readonly #clock: Clock;

  constructor(queries: Queries, clock: Clock) {
    this.#queries = queries;
    this.#clock = clock;
  }

  async ask<Row>(
    schema: z.core.$ZodType<Row>,
    text: string,
    values: unknown[] = [],
  ): Promise<readonly Row[]> {
    const { rows } = await this.#patiently(() => this.#queries.query(text, values));
    return z.array(schema).parse(rows);
  }

  async tell(text: string, values: unknown[] = []): Promise<void> {
    await this.#patiently(() => this.#queries.query(text, values));
  }

  /** One try: for what has another way, or is better late than never. */
  async askOnce<Row>(
    schema: z.core.$ZodType<Row>,
    text: string,
    values: unknown[] = [],
  ): Promise<readonly Row[]> {
    const { rows } = await this.#queries.query(text, values).catch((error: unknown) => {
      throw trouble(error);
    });
    return z.array(schema).parse(rows);
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const until = this.#clock.now() + patience;
    for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 2)) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || this.#clock.now() >= until) throw trouble(error);
        await this.#clock.sleep(pause);
      }
    }
  }
}

function isPassing(error: unknown): boolean {
  const { data } = codeSchema.safeParse(error);
  if (data) return passing.test(data.code) || unreachable.has(data.code);
  return error instanceof Error && /connection (terminated|timeout)|timeout exceeded/i.test(error.message);
}

/**
 * The database let us down: never an operation's fault, so the run is suspended and nothing is lost. A statement that it refuses while it is
 * there is no outage, and nobody may take it for one.
 */
function trouble(cause: unknown): NatError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new NatError(
    isPassing(cause) ? 'unavailable' : 'internal',
    `PostgreSQL cannot be used: ${said || 'no connection'}`,
    {
      remedy: 'check the database and its address; workers take the runs up again',
      cause,
    },
  );
}
