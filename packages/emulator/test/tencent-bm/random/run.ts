import type { Command } from './commands.ts';
import { compare } from './compare.ts';
import { readers } from './reads.ts';
import { Session } from './session.ts';
import { write } from './writes.ts';

export interface RunOptions {
  /** Compares the whole state after so many commands; 1 finds the culprit, more is faster. */
  readonly checkEvery: number;
}

/**
 * Sends the commands to a fresh cloud and throws at the first answer the model does not agree with. Returns how many
 * signed requests that took.
 */
export function runCommands(commands: readonly Command[], { checkEvery }: RunOptions): number {
  const session = new Session();
  for (const [index, command] of commands.entries()) {
    step(session, command);
    if (index % checkEvery === 0) compare(session);
  }
  compare(session);
  requireNoSecret(session);
  return session.sent;
}

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

function requireNoSecret({ log, tencent }: Session): void {
  const text = JSON.stringify(log.list());
  const leaked = [tencent.secretId, tencent.secretKey, 'Signature'].filter((secret) => text.includes(secret));
  if (leaked.length > 0) throw new Error('the log shows a secret');
}
