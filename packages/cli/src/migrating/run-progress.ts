import type { RunEvent } from '@polynat/engine';
import type { Io } from '../terminal/io.ts';
import { tellProgram } from '../terminal/notes.ts';
import { paint, type Tone } from '../terminal/paint.ts';
import { ProgressLine } from '../terminal/progress-line.ts';

/** Reports each step of a run when it ends, and on a terminal the current steps. */
export class RunProgress {
  readonly #io: Io;
  readonly #summaries: ReadonlyMap<string, string>;
  readonly #line: ProgressLine;
  readonly #current = new Set<string>();
  #ended = 0;

  /** `summaries`: what each step does, by its name. */
  constructor(io: Io, summaries: ReadonlyMap<string, string>) {
    this.#io = io;
    this.#summaries = summaries;
    this.#line = new ProgressLine(io, 'running');
  }

  report(event: RunEvent): void {
    tellProgram(this.#io, event);
    if (this.#io.progress !== 'text') return;
    this.#line.end();
    this.#count(event);
    const line = lineOf(event);
    if (line) this.#write(line, event);
    if (this.#io.interactive && this.#current.size > 0) this.#line.show([...this.#current].join(', '));
  }

  #count(event: RunEvent): void {
    if (!('name' in event)) return;
    if (event.type === 'started' || event.type === 'undoing') this.#current.add(this.#summaryOf(event.name));
    else if (event.type !== 'retrying' && event.type !== 'progress')
      this.#current.delete(this.#summaryOf(event.name));
    if (event.type === 'done') this.#ended += 1;
  }

  #write({ state, tone, name, why }: Line, { type }: RunEvent): void {
    const total = `${this.#summaries.size}`;
    const ended = `${this.#ended}`.padStart(total.length);
    const count = type === 'done' && this.#summaries.size > 0 ? `[${ended}/${total}] ` : '';
    const head = paint(`${count}${state.padEnd(8)}`, tone, this.#io.colour.err);
    this.#io.err(`${head} ${this.#summaryOf(name)}${why ? `: ${why}` : ''}\n`);
  }

  #summaryOf(name: string): string {
    return this.#summaries.get(name) ?? name;
  }
}

interface Line {
  readonly state: string;
  readonly tone: Tone;
  readonly name: string;
  readonly why?: string;
}

function lineOf(event: RunEvent): Line | undefined {
  switch (event.type) {
    case 'done':
      return event.replayed ? undefined : { state: 'done', tone: 'good', name: event.name };
    case 'failed':
      return { state: 'failed', tone: 'bad', name: event.name, why: event.failure.message };
    case 'not-run':
      return { state: 'not run', tone: 'faint', name: event.name };
    case 'retrying':
      return { state: 'retrying', tone: 'busy', name: event.name, why: event.failure.message };
    case 'undone':
      return { state: 'rolled back', tone: 'good', name: event.name };
    case 'undo-failed':
      return { state: 'undo failed', tone: 'bad', name: event.name, why: event.failure.message };
    default:
      return undefined;
  }
}
