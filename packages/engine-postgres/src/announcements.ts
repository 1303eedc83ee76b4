import { type Clock, seconds } from '@polynat/core';
import { Client } from 'pg';
import { quoted } from './tables.ts';

/** Before a lost connection is made anew. Until then workers look by themselves. */
const pause = seconds(1);

/** NOTIFY reaches every connection that listens; each process has one of its own for it, once somebody listens. */
export class Announcements {
  readonly #connection: string;
  readonly #channel: string;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #ending: AbortController | undefined;

  constructor(connection: string, channel: string, clock: Clock) {
    this.#connection = connection;
    this.#channel = channel;
    this.#clock = clock;
  }

  listen(heard: () => void): () => void {
    const listener = () => heard();
    this.#listeners.add(listener);
    if (!this.#ending) {
      this.#ending = new AbortController();
      void this.#keepListening(this.#ending.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#ending?.abort();
    this.#ending = undefined;
  }

  async #keepListening(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#listenOnce(signal).catch(() => undefined);
      await this.#clock.sleep(pause, signal).catch(() => undefined);
    }
  }

  /** Until the connection is lost. What was announced before it was there may have been missed. */
  async #listenOnce(signal: AbortSignal): Promise<void> {
    const client = new Client({
      connectionString: this.#connection,
      application_name: 'polynat',
      keepAlive: true,
    });
    const lost = new Promise<void>((resolve) => {
      client.once('error', () => resolve());
      client.once('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('error', () => undefined);
    client.on('notification', () => this.#tell());
    try {
      await client.connect();
      await client.query(`LISTEN ${quoted(this.#channel)}`);
      this.#tell();
      await lost;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  #tell(): void {
    for (const heard of this.#listeners) heard();
  }
}
