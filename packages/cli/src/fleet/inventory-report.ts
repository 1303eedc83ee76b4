import type { InventoryProgress } from '@polynat/fleet';
import type { Io } from '../terminal/io.ts';
import { tellProgram } from '../terminal/notes.ts';
import { ProgressLine } from '../terminal/progress-line.ts';

/** Gateways between two lines of progress for a log or a program. */
const step = 500;

/** Tells how an inventory goes on: a person sees the number of gateways, a program gets events. The answer lists what failed. */
export class InventoryReport {
  readonly #io: Io;
  readonly #line: ProgressLine;
  #gateways = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#line = new ProgressLine(io, 'reading');
  }

  note(event: InventoryProgress): void {
    if (event.type === 'gateway') this.#count();
    else tellProgram(this.#io, event);
  }

  end(): void {
    this.#line.end();
  }

  #count(): void {
    this.#gateways += 1;
    const gateways = this.#gateways;
    if (this.#io.interactive || gateways % step === 0) this.#line.show(`${gateways} gateways`);
    if (gateways % step === 0) tellProgram(this.#io, { type: 'progress', gateways });
  }
}
