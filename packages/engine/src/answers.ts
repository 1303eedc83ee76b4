import { createHash } from 'node:crypto';
import type { Clock } from '@polynat/core';
import { readFirstLine, writeFirstLine } from './first-line.ts';
import { type GivenAnswer, readGiven } from './records.ts';
import type { RunHistory } from './run-history.ts';
import type { JournalAddress, JournalSession } from './store.ts';

/** Which answer of a run is meant: `refused` counts the answers under this name that did not fit. */
interface AnswerSlot {
  readonly run: string;
  readonly name: string;
  readonly refused: number;
}

export function slotOf(run: string, history: RunHistory, name: string): AnswerSlot {
  return { run, name, refused: history.waits.refused(name) };
}

/**
 * Answers have journals of their own, so that any process may give one, also while another works on the run. The first line counts;
 * that the time has run out is an answer too, so an answer and its deadline never both happen.
 */
export class Answers {
  readonly #session: JournalSession;
  readonly #clock: Clock;

  constructor(session: JournalSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  async find(slot: AnswerSlot): Promise<GivenAnswer | undefined> {
    const line = await readFirstLine(this.#session, addressOf(slot));
    return line === undefined ? undefined : readGiven(line);
  }

  /** What counts from now on: this answer, or the one that came before it. */
  async give(slot: AnswerSlot, answer: GivenAnswer): Promise<GivenAnswer> {
    return readGiven(await writeFirstLine(this.#session, this.#clock, addressOf(slot), answer));
  }
}

function addressOf({ run, name, refused }: AnswerSlot): JournalAddress {
  const digest = createHash('sha256').update(JSON.stringify([run, name, refused]));
  return { kind: 'answer', name: digest.digest('hex') };
}
