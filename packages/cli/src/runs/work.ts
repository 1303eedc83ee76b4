import { hostname } from 'node:os';
import { minutes } from '@polynat/core';
import type { CaughtUp, RunHandle } from '@polynat/engine';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { countOf, portIn, portTaken } from '../command-line/parse.ts';
import { registerSchedules } from '../fleet/register-schedules.ts';
import { endingOf } from '../migrating/run-ending.ts';
import { UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { type Health, serveHealth } from './health.ts';
import { databaseOf } from './run-place.ts';

/** A worker that has not looked for work for so long is stuck. It looks every few seconds. */
const longestSilence = minutes(1);

/** What happens, for people and for programs. */
type Tell = (text: string, event: object) => void;

/** Takes up runs that are queued, answered or left by dead processes, until it is interrupted; then others take its runs over. */
export async function work(
  { terminal: { io, json }, clouds, openMigrations }: Needs<'terminal' | 'clouds' | 'openMigrations'>,
  _parameters: readonly string[],
  options: OptionValues,
): Promise<undefined> {
  const concurrency = countOf(optional(options, 'concurrency') ?? '10', '--concurrency');
  requireShared(io, options);
  const { engine, jobs } = await openMigrations();
  const { schedules } = await clouds.discovered();
  registerSchedules(io, jobs, schedules);
  const watched = new Watched(io);
  const { url, close } = await serveHealth(
    portIn(options, 'healthPort', '--health-port'),
    () => watched.health(),
    () => watched.isWell(),
  ).catch(portTaken('--health-port'));
  const tell: Tell = (text, event) => io.out(json ? `${JSON.stringify(event)}\n` : `${text}\n`);
  tell(`Worker ${watched.worker} takes up runs. Health: ${url}`, { worker: watched.worker, health: url });
  for (const { id, job, times } of schedules)
    tell(`Schedule ${id}: ${job} at ${times.cron} (${times.timeZone ?? 'UTC'}).`, {
      ...{ event: 'schedule', schedule: id, job },
      ...times,
    });
  try {
    await engine.work({ signal: io.signal, concurrency, onRound: (round) => watched.note(round, tell) });
  } finally {
    watched.drain();
    await engine.close();
    await watched.idle();
    await close();
  }
  tell(`Worker ${watched.worker} has handed its runs over.`, { event: 'stopped', worker: watched.worker });
}

function requireShared(io: Io, options: OptionValues): void {
  if (options.perSecond === undefined || databaseOf(io, optional(options, 'postgres')) !== undefined) return;
  throw new UsageError(
    '--per-second: is for workers that share a database',
    'add --postgres, or leave it out',
  );
}

/** Under this name a round tells that it could not even list the runs. */
const allRuns = 'runs';

/** What a worker does, as its health tells it. */
class Watched {
  readonly worker = `${hostname()}:${process.pid}`;
  readonly #io: Io;
  readonly #runs = new Map<string, Promise<void>>();
  #state: Health['state'] = 'working';
  #looked: number;
  #failures: Health['failures'] = [];

  constructor(io: Io) {
    this.#io = io;
    this.#looked = io.now();
  }

  note({ runs, failures }: CaughtUp, tell: Tell): void {
    if (!failures.some(({ id }) => id === allRuns)) this.#looked = this.#io.now();
    this.#failures = failures.map(({ id, reason }) => ({ run: id, reason: reason.message }));
    for (const { run, reason } of this.#failures)
      tell(`Run ${run} cannot be taken up: ${reason}`, { event: 'not-taken-up', run, reason });
    for (const run of runs) this.#follow(run, tell);
  }

  health(): Health {
    return {
      worker: this.worker,
      state: this.#state,
      runs: [...this.#runs.keys()],
      lastLook: new Date(this.#looked).toISOString(),
      failures: this.#failures,
    };
  }

  isWell(): boolean {
    return this.#state === 'working' && this.#io.now() - this.#looked < longestSilence;
  }

  drain(): void {
    this.#state = 'draining';
  }

  /** Resolves when nothing is worked on any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#runs.values());
  }

  #follow(run: RunHandle, tell: Tell): void {
    tell(`Run ${run.id} is taken up.`, { event: 'taken-up', run: run.id });
    const followed = run.wait().then((outcome) => {
      this.#runs.delete(run.id);
      tell(endingOf(run.id, outcome).trimEnd(), { event: 'left', run: run.id, outcome });
    });
    this.#runs.set(run.id, followed);
  }
}
