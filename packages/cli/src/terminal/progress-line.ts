import type { OperationEvent } from '@polynat/core';
import type { Io } from './io.ts';
import { note, tellProgram } from './notes.ts';
import { paint } from './paint.ts';

/** Progress on stderr: one line that is overwritten on a terminal, and appended elsewhere; for programs one object per event. */
export class ProgressLine {
  readonly #io: Io;
  readonly #title: string;
  #last = '';

  constructor(io: Io, title: string) {
    this.#io = io;
    this.#title = title;
  }

  report(event: OperationEvent): void {
    tellProgram(this.#io, { title: this.#title, ...event });
    if (event.type === 'notice') this.#say(event.text);
    if (event.type === 'accepted') this.show(`accepted, waiting for ${event.step}`);
    if (event.type === 'pending') this.show(event.status, ` (${Math.round(event.elapsed / 1000)} s)`);
  }

  /** `detail` changes often, so a new detail alone adds no line to a log. */
  show(text: string, detail = ''): void {
    const { interactive, width, progress } = this.#io;
    if (progress !== 'text') return;
    const line = `${this.#title}: ${text}`;
    if (interactive) this.#io.err(`${erase}${this.#faint(`${line}${detail}`.slice(0, width - 1))}`);
    else if (text !== this.#last) this.#io.err(`${line}\n`);
    this.#last = text;
  }

  end(): void {
    if (this.#io.interactive && this.#last !== '') this.#io.err(erase);
  }

  #say(text: string): void {
    if (this.#io.progress !== 'text') return;
    if (this.#io.interactive) this.#io.err(erase);
    note(this.#io, `${this.#title}: ${text}`);
  }

  #faint(text: string): string {
    return paint(text, 'faint', this.#io.colour.err);
  }
}

/** Returns to the first column and clears the line. */
const erase = '\r\u001b[2K';
