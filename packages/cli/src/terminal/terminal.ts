import { Declined, Unconfirmed } from './failures.ts';
import type { Io } from './io.ts';
import { ProgressLine } from './progress-line.ts';

interface Answers {
  readonly json?: boolean;
  /** Confirms everything. */
  readonly yes?: boolean;
  /** Keeps what would be confirmed. */
  readonly dryRun?: { readonly effects: string[] } | undefined;
}

/** The person or script in front of a command. */
export class Terminal {
  readonly io: Io;
  readonly json: boolean;
  readonly #yes: boolean;
  readonly #dryRun: Answers['dryRun'];

  constructor(io: Io, { json = false, yes = false, dryRun }: Answers = {}) {
    this.io = io;
    this.json = json;
    this.#yes = yes;
    this.#dryRun = dryRun;
  }

  /** Shows a person what is being read while it lasts. */
  async reading<T>(what: string, work: Promise<T>): Promise<T> {
    const line = new ProgressLine(this.io, 'reading');
    if (this.io.interactive) line.show(what);
    return work.finally(() => line.end());
  }

  /** Asks before money is spent or something is deleted. Scripts say `--yes`. */
  async confirm(...what: readonly string[]): Promise<void> {
    if (this.#dryRun) this.#dryRun.effects.push(...what);
    if (this.#yes || this.#dryRun) return;
    if (!this.io.interactive) {
      throw new Unconfirmed(what.join(' '));
    }
    if (!(await this.#ask(what.join('\n')))) throw new Declined();
  }

  /** Asks about a fact that Polynat cannot know and `--yes` does not state. Without a terminal the answer is no. */
  async states(question: string): Promise<boolean> {
    return this.io.interactive && this.#ask(question);
  }

  async #ask(question: string): Promise<boolean> {
    this.io.err(`${question}\n`);
    const answer = await this.io.ask('Continue? [y/N] ');
    return /^y(es)?$/i.test(answer.trim());
  }
}
