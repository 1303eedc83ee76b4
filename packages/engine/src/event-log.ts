import type { RunEvent } from './port.ts';

/** Keeps every event of a handle, so that a listener who comes late misses none. */
export class EventLog {
  readonly #events: RunEvent[] = [];
  #wake: () => void = () => {};
  #change = this.#nextChange();

  emit(event: RunEvent): void {
    this.#events.push(event);
    this.#wake();
    this.#change = this.#nextChange();
  }

  async *read(): AsyncGenerator<RunEvent, void, undefined> {
    for (let index = 0; ; index++) {
      while (index >= this.#events.length) await this.#change;
      const event = this.#events[index];
      if (event) yield event;
      if (event?.type === 'settled') return;
    }
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
