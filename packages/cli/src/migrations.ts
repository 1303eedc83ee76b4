import { type Clouds, NatError } from '@polynat/core';
import { createEngine, type Engine, fileStore } from '@polynat/engine';
import { type CutOver, createMigrations, type Migrations } from '@polynat/migrate';
import { willRetire } from './recorded-plan.ts';
import type { Session } from './session.ts';

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
      await requireSwitched(
        session,
        `Say yes when nothing uses ${change.source} any more: it is deleted then.`,
      );
    },
    async cutBack(change) {
      session.io.err(`Bring traffic back to ${change.source}:\n${moves(change)}`);
      await requireSwitched(
        session,
        'Say yes when nothing uses the new gateway any more: it is deleted then.',
      );
    },
  });
  return { engine, migrations };
}

function moves({ changes, addresses }: CutOver): string {
  const moved = Object.entries(addresses).map(([before, after]) => `${before} → ${after}`);
  return (moved.length > 0 ? moved : changes).map((line) => `  ${line}\n`).join('');
}

/** A gateway goes only once somebody has switched traffic away from it. `--yes` says that it has been seen to. */
async function requireSwitched(session: Session, question: string): Promise<void> {
  await session.confirm(question).catch((cause: unknown) => {
    throw new NatError('failed-precondition', 'nobody has confirmed that traffic was switched', {
      remedy: 'switch it, then resume the run and say yes, or resume it with --yes',
      cause,
    });
  });
}
