import { type Clouds, NatError } from '@polynat/core';
import { createEngine, type Engine, fileStore } from '@polynat/engine';
import { type CutOver, createMigrations, type Migrations } from '@polynat/migrate';
import type { Session } from '../command-line/session.ts';
import { willRetire, workingOn } from './recorded-plan.ts';

export interface Opened {
  readonly engine: Engine;
  readonly migrations: Migrations;
}

/** Migrations on journals in the user's state folder, so that any later command finds them again. */
export function openMigrations(session: Session, nat: Clouds, folder: string): Opened {
  const engine = createEngine({ store: fileStore(folder) });
  const migrations = createMigrations({
    nat,
    engine,
    async cutOver(change) {
      session.io.err(`The new gateway is ready. Switch routes, firewalls and names to it:\n${moves(change)}`);
      if (!(await willRetire(engine, change.source))) return;
      await requireFact(session, engine, change.source, {
        stated: session.options.switched,
        question: `Polynat deletes ${change.source} next. Does all traffic use the new gateway?`,
        missing: `traffic has to leave ${change.source} before Polynat deletes it`,
        next: (run) => `polynat resume ${run} --switched`,
      });
    },
    async cutBack(change) {
      session.io.err(`Switch traffic back to ${change.source}:\n${moves(change)}`);
      await requireFact(session, engine, change.source, {
        stated: session.options.switchedBack,
        question: `Polynat deletes the new gateway next. Does all traffic use ${change.source} again?`,
        missing: 'traffic has to leave the new gateway before Polynat deletes it',
        next: (run) => `polynat rollback ${run} --yes --switched-back`,
      });
    },
  });
  return { engine, migrations };
}

function moves({ changes, addresses }: CutOver): string {
  const moved = Object.entries(addresses).map(([before, after]) => `${before} → ${after}`);
  return (moved.length > 0 ? moved : changes).map((line) => `  ${line}\n`).join('');
}

/** What only the user knows about the traffic. */
interface Fact {
  /** Whether the command line states it. */
  readonly stated: boolean | undefined;
  readonly question: string;
  readonly missing: string;
  /** The command that states it and continues the run. */
  readonly next: (run: string) => string;
}

/** Stops the run, to be continued, when nobody states the fact. `--yes` confirms; it does not state facts. */
async function requireFact(
  session: Session,
  engine: Engine,
  source: string,
  { stated, question, missing, next }: Fact,
): Promise<void> {
  if (stated || (await session.states(question))) return;
  const run = await workingOn(engine, source);
  const remedy = `switch the traffic, then run \`${next(run?.id ?? 'RUN')}\``;
  const refusal = new NatError('failed-precondition', missing, { remedy });
  if (run) {
    session.stopped = refusal;
    // Not awaited: the engine stops once this operation has ended.
    void engine.stop(run.id);
  }
  throw refusal;
}
