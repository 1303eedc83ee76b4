import { type Clock, check, NatError, seconds } from '@polynat/core';
import type { Engine, OperationHandler, RunRecord, StepRecord } from '@polynat/engine';
import * as z from 'zod';
import { partsSchema } from './parts.ts';

/** The run whose parts may fail so often in all before none of them begins anything more. */
const limitSchema = z.object({ run: z.string(), failures: z.number() });

export type FailureLimit = Readonly<z.output<typeof limitSchema>>;

const limited = z.object({ limit: limitSchema.exactOptional() });

/** Names the failures that only tell of others. */
const field = 'stopAfter';

/** How old the count of the failures elsewhere may be. */
const fresh = seconds(1);

interface Counted {
  readonly at: number;
  readonly failures: number;
}

/**
 * Keeps the limit of failures over the parts of a run. The parts of other processes are read from their journals, at most once a second: what
 * they begin within that second goes on.
 */
export class FailureLimits {
  readonly #engine: Pick<Engine, 'get'>;
  readonly #clock: Clock;
  readonly #counted = new Map<string, Counted>();

  constructor(engine: Pick<Engine, 'get'>, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** The same handler, which begins nothing once the limit is reached. */
  keep(handler: OperationHandler): OperationHandler {
    return {
      ...handler,
      run: async (args, context) => {
        const { limit } = check(limited, args, 'arguments of the step');
        if (limit) await this.#require(limit);
        try {
          return await handler.run(args, context);
        } catch (thrown) {
          if (limit && isFinal(thrown)) this.#note(limit);
          throw thrown;
        }
      },
    };
  }

  async #require(limit: FailureLimit): Promise<void> {
    if ((await this.#count(limit)) >= limit.failures) throw tooMany();
  }

  async #count({ run }: FailureLimit): Promise<number> {
    const known = this.#counted.get(run);
    const now = this.#clock.now();
    if (known && now - known.at < fresh) return known.failures;
    const failures = Math.max(known?.failures ?? 0, await this.#read(run));
    this.#counted.set(run, { at: now, failures });
    return failures;
  }

  #note({ run }: FailureLimit): void {
    const { at, failures } = this.#counted.get(run) ?? { at: 0, failures: 0 };
    this.#counted.set(run, { at, failures: failures + 1 });
  }

  async #read(run: string): Promise<number> {
    const parts = partsOf(await this.#engine.get(run));
    const records = await Promise.all(parts.map((id) => this.#engine.get(id)));
    return records.flatMap((record) => record?.steps.filter(hasFailed) ?? []).length;
  }
}

function partsOf(record: RunRecord | undefined): readonly string[] {
  const { data } = partsSchema.safeParse(record?.input);
  return data?.parts.map(({ id }) => id) ?? [];
}

const hasFailed = ({ state, failure }: StepRecord): boolean => state === 'failed' && failure?.field !== field;

/** The engine tries the others again. */
const isFinal = (thrown: unknown): boolean =>
  !NatError.is(thrown) || !(thrown.retryable || thrown.code === 'aborted');

const tooMany = (): NatError =>
  new NatError('failed-precondition', 'not started: too many others failed', {
    field,
    remedy: 'mend what made the others fail, then start again',
  });
