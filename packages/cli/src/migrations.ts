import { join } from 'node:path';
import type { Clouds } from '@polynat/core';
import { createEngine, type Engine, fileStore } from '@polynat/engine';
import { type CutOver, createMigrations, type Migrations } from '@polynat/migrate';
import type { Session } from './session.ts';

export interface Opened {
  readonly engine: Engine;
  readonly migrations: Migrations;
}

/** Migrations on journals in the user's state folder, so that any later command finds them again. */
export function openMigrations(session: Session, clouds: Clouds, state: string | undefined): Opened {
  const engine = createEngine({ store: fileStore(stateFolder(session, state)) });
  const migrations = createMigrations({
    nat: clouds,
    engine,
    cutOver: (change) => handOver(session, change),
  });
  return { engine, migrations };
}

function stateFolder({ io: { environment, home } }: Session, configured: string | undefined): string {
  const given = configured ?? environment.POLYNAT_STATE;
  return given ?? join(environment.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'polynat', 'runs');
}

/** The new gateway works. Before the source is touched, somebody must have switched to it. */
async function handOver(session: Session, { source, changes, addresses }: CutOver): Promise<void> {
  const moved = Object.entries(addresses).map(([before, after]) => `  ${before} → ${after}`);
  const what = [
    'The new gateway is ready. Switch routes, firewalls and names to it now:',
    ...(moved.length > 0 ? moved : changes),
  ];
  if (session.options.yes || !session.io.interactive) session.io.err(`${what.join('\n')}\n`);
  else await session.confirm([...what, `Say yes when nothing uses ${source} any more.`]);
}
