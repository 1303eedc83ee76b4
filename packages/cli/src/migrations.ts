import { type Clouds, NatError } from '@polynat/core';
import { createEngine, type Engine, fileStore } from '@polynat/engine';
import { type CutOver, createMigrations, type Migrations } from '@polynat/migrate';
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
    cutOver: ({ source, ...change }) =>
      handOver(session, change, {
        before: 'The new gateway is ready. Switch routes, firewalls and names to it now:',
        after: `Say yes when nothing uses ${source} any more: it is deleted then.`,
      }),
    cutBack: ({ source, ...change }) =>
      handOver(session, change, {
        before: `Bring traffic back to ${source} now; these are the addresses to leave:`,
        after: 'Say yes when nothing uses the new gateway any more: it is deleted then.',
      }),
  });
  return { engine, migrations };
}

/** Somebody has to switch traffic before a gateway goes. `--yes` says that it has been seen to. */
async function handOver(
  session: Session,
  { changes, addresses }: Pick<CutOver, 'changes' | 'addresses'>,
  words: { readonly before: string; readonly after: string },
): Promise<void> {
  const moved = Object.entries(addresses).map(([before, after]) => `  ${before} → ${after}`);
  const what = [words.before, ...(moved.length > 0 ? moved : changes.map((change) => `  ${change}`))];
  if (session.options.yes) return session.io.err(`${what.join('\n')}\n`);
  await session.confirm(...what, words.after).catch((cause: unknown) => {
    throw new NatError('failed-precondition', 'nobody has confirmed that traffic was switched', {
      remedy: 'switch it, then resume the run and say yes, or resume it with --yes',
      cause,
    });
  });
}
