import type { NatError } from '@polynat/core';
import { fenced, type Json, type Owner, type Segment } from '@polynat/engine';
import * as z from 'zod';
import type { Database } from './database.ts';
import type { Heartbeat } from './heartbeat.ts';

export interface Grip {
  readonly database: Database;
  readonly heartbeat: Heartbeat;
  readonly schema: string;
  readonly name: string;
  /** Names this taking of the journal, and no other. */
  readonly grip: string;
  readonly epoch: number;
  readonly owner: Owner;
  readonly carried: readonly Json[];
  /** How many lines the journal has, those that no longer count included. */
  readonly lines: number;
}

interface Waiting {
  readonly text: string;
  resolve(): void;
  reject(reason: unknown): void;
}

const stateSchema = z.object({ lines: z.int() });

/** Lines that arrive while others are on their way share the next statement. */
export class PostgresSegment implements Segment {
  readonly epoch: number;
  readonly owner: Owner;
  readonly carried: readonly Json[];
  readonly #grip: Grip;
  #lines: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #lastLook: Promise<void> = Promise.resolve();
  #nextLook: Promise<void> | undefined;
  #broken: unknown;
  #closed: Promise<void> | undefined;

  constructor(grip: Grip) {
    this.#grip = grip;
    this.epoch = grip.epoch;
    this.owner = grip.owner;
    this.carried = grip.carried;
    this.#lines = grip.lines;
    // The engine copies segments to wrap them, and a copy has no methods of the class.
    this.append = this.append.bind(this);
    this.confirm = this.confirm.bind(this);
    this.close = this.close.bind(this);
  }

  append(line: Json): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: JSON.stringify(line), resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Those who ask while a look is under way share the next one, and hear in the order they asked. */
  confirm(): Promise<void> {
    this.#nextLook ??= this.#lastLook.then(() => {
      this.#nextLook = undefined;
      const looking = this.#confirm();
      this.#lastLook = looking.catch(() => undefined);
      return looking;
    });
    return this.#nextLook;
  }

  /**
   * Beats first when the last beat is old: whoever found it stale has taken the journal by then, or finds it fresh. A process that was frozen
   * while the answer was on its way holds an old one, and looks again.
   */
  async #confirm(): Promise<void> {
    const { heartbeat } = this.#grip;
    do {
      if (this.#broken) throw this.#broken;
      await heartbeat.refresh();
      if (!(await this.#look())) throw this.#break(this.#fenced());
    } while (!heartbeat.isRecent());
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Others need not wait until this session is gone. When that cannot be told now, they wait. */
  async #close(): Promise<void> {
    await this.#writing;
    this.#break(this.#fenced());
    const { database, schema, grip } = this.#grip;
    await database
      .askOnce(stateSchema, `UPDATE ${schema}.journal SET open = false WHERE grip = $1 RETURNING lines`, [
        grip,
      ])
      .catch(() => undefined);
  }

  /** Lets others who are ready at this moment join before it begins. */
  async #writeAll(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#write(batch);
    }
    this.#writing = undefined;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      if (this.#broken) throw this.#broken;
      await this.#insert(batch.map(({ text }) => text));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const reason = this.#break(error);
      for (const { reject } of batch) reject(reason);
    }
  }

  /**
   * One statement: the row of the journal is locked, and only its present owner finds it. The number of lines tells a repetition after a
   * lost answer from a first try.
   */
  async #insert(texts: readonly string[]): Promise<void> {
    const { database, schema, grip, epoch } = this.#grip;
    const after = this.#lines + texts.length;
    const inserted = await database.ask(
      stateSchema,
      `WITH held AS (
         UPDATE ${schema}.journal SET lines = lines + cardinality($3::text[]), used = true
         WHERE grip = $1 AND lines = $2 RETURNING id, lines
       ), written AS (
         INSERT INTO ${schema}.line (journal, number, epoch, text)
         SELECT held.id, $2 + item.place, $4, item.text
         FROM held, unnest($3::text[]) WITH ORDINALITY AS item (text, place)
       )
       SELECT lines FROM held`,
      [grip, this.#lines, texts, epoch],
    );
    if (inserted.length === 0 && (await this.#look())?.lines !== after) throw this.#fenced();
    this.#lines = after;
  }

  /** `undefined` when another process has the journal. */
  async #look(): Promise<z.output<typeof stateSchema> | undefined> {
    const { database, schema, grip } = this.#grip;
    const text = `SELECT lines FROM ${schema}.journal WHERE grip = $1`;
    const [state] = await database.ask(stateSchema, text, [grip]);
    return state;
  }

  #fenced(): NatError {
    return fenced(this.#grip.name);
  }

  /** After a failed write the end of the journal is unknown, so nothing may follow it. */
  #break(reason: unknown): unknown {
    this.#broken ??= reason;
    return this.#broken;
  }
}
