import { createRunner } from '../../tencent/random/run.ts';
import type { Command } from './commands.ts';
import { compare } from './compare.ts';
import { readers } from './reads.ts';
import { Session } from './session.ts';
import { write } from './writes.ts';

export const runCommands = createRunner<Session, Command>({ start: () => new Session(), step, compare });

function step(session: Session, command: Command): void {
  switch (command.kind) {
    case 'wait':
      session.tencent.clock.advance(command.seconds * 1000);
      session.model.wait(command.seconds);
      return;
    case 'poll':
      readers.poll(session, command);
      return;
    case 'list':
      readers.list(session, command);
      return;
    case 'tampered':
      readers.tampered(session, command);
      return;
    case 'garbage':
      readers.garbage(session, command);
      return;
    default:
      write(session, command);
  }
}
