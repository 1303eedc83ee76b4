import type { RunEvent } from '@polynat/engine';
import type { Io } from '../terminal/io.ts';
import { paint, type Tone } from '../terminal/paint.ts';
import { ProgressLine } from '../terminal/progress-line.ts';

/** Tells each step of a run as it ends, and on a terminal what is under way. */
export class RunProgress {
  readonly #io: Io;
  readonly #says: ReadonlyMap<string, string>;
  readonly #line: ProgressLine;
  readonly #underWay = new Set<string>();
  #ended = 0;

  /** `says`: what each step does, for people, by its name. */
  constructor(io: Io, says: ReadonlyMap<string, string>) {
    this.#io = io;
    this.#says = says;
    this.#line = new ProgressLine(io, 'under way');
  }

  tell(event: RunEvent): void {
    this.#line.end();
    this.#account(event);
    const told = lineOf(event);
    if (told) this.#say(told, event);
    if (this.#io.interactive && this.#underWay.size > 0) this.#line.show([...this.#underWay].join(', '));
  }

  #account(event: RunEvent): void {
    if (!('name' in event)) return;
    if (event.type === 'started' || event.type === 'undoing') this.#underWay.add(this.#wordsOf(event.name));
    else if (event.type !== 'retrying' && event.type !== 'progress')
      this.#underWay.delete(this.#wordsOf(event.name));
    if (event.type === 'done') this.#ended += 1;
  }

  #say({ verb, tone, name, why }: Told, { type }: RunEvent): void {
    const total = `${this.#says.size}`;
    const ended = `${this.#ended}`.padStart(total.length);
    const count = type === 'done' && this.#says.size > 0 ? `[${ended}/${total}] ` : '';
    const head = paint(`${count}${verb.padEnd(8)}`, tone, this.#io.colour.err);
    this.#io.err(`${head} ${this.#wordsOf(name)}${why ? `: ${why}` : ''}\n`);
  }

  #wordsOf(name: string): string {
    return this.#says.get(name) ?? name;
  }
}

interface Told {
  readonly verb: string;
  readonly tone: Tone;
  readonly name: string;
  readonly why?: string;
}

function lineOf(event: RunEvent): Told | undefined {
  switch (event.type) {
    case 'done':
      return event.replayed ? undefined : { verb: 'done', tone: 'good', name: event.name };
    case 'failed':
      return { verb: 'failed', tone: 'bad', name: event.name, why: event.failure.message };
    case 'not-run':
      return { verb: 'not run', tone: 'faint', name: event.name };
    case 'retrying':
      return { verb: 'waiting', tone: 'busy', name: event.name, why: event.failure.message };
    case 'undone':
      return { verb: 'undone', tone: 'good', name: event.name };
    case 'undo-failed':
      return { verb: 'undo failed', tone: 'bad', name: event.name, why: event.failure.message };
    default:
      return undefined;
  }
}
