import type { LoggedCloud } from './logged-cloud.ts';

interface RunOptions {
  /** Compares the whole state after so many commands; 1 finds the culprit, more is faster. */
  readonly checkEvery: number;
}

interface Runner<Session, Command> {
  start(): Session;
  step(session: Session, command: Command): void;
  /** Throws when the cloud and the model differ. */
  compare(session: Session): void;
}

/**
 * Sends commands to a fresh cloud and throws at the first answer the model does not agree with. Returns how many signed
 * requests that took.
 */
export function createRunner<Session extends { readonly logged: LoggedCloud }, Command>({
  start,
  step,
  compare,
}: Runner<Session, Command>) {
  return (commands: readonly Command[], { checkEvery }: RunOptions): number => {
    const session = start();
    for (const [index, command] of commands.entries()) {
      step(session, command);
      if (index % checkEvery === 0) compare(session);
    }
    compare(session);
    session.logged.requireNoSecret();
    return session.logged.sent;
  };
}
