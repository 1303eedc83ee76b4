import { createHash } from 'node:crypto';
import { NatError } from '@polynat/core';
import type { Json } from './json.ts';
import { type GivenAnswer, readGiven } from './records.ts';
import type { JournalAddress, JournalSession, Segment } from './store.ts';

/** Each try but the last means that another process was faster at that moment; one of so many wins. */
const mostTries = 20;

/** Which answer of a run is meant: `refused` counts the answers under this name that did not fit. */
export interface AnswerSlot {
  readonly run: string;
  readonly name: string;
  readonly refused: number;
}

/**
 * Answers have journals of their own, so that any process may give one, also while another works on the run. The first line counts;
 * that the time has run out is an answer too, so an answer and its deadline never both happen.
 */
export class Answers {
  readonly #session: JournalSession;

  constructor(session: JournalSession) {
    this.#session = session;
  }

  async find(slot: AnswerSlot): Promise<GivenAnswer | undefined> {
    const journal = await this.#session.read(addressOf(slot));
    return readGiven(journal?.lines[0]);
  }

  /**
   * What counts from now on: this answer, or the one that came before it. A process that has begun to answer and has not written its line yet
   * is fenced off, whether it lives or not; it then finds the line that is there.
   */
  async give(slot: AnswerSlot, answer: GivenAnswer): Promise<GivenAnswer> {
    for (let tries = 0; tries < mostTries; tries++) {
      const journal = await this.#session.read(addressOf(slot));
      const given = readGiven(journal?.lines[0]);
      if (given) return given;
      const segment = await this.#session.take(addressOf(slot), journal?.epoch ?? 0, { carry: true });
      const counts = segment && (await write(segment, answer));
      if (counts) return counts;
    }
    throw new NatError('conflict', `other processes are answering ${slot.name} of run ${slot.run}`, {
      remedy: 'try again',
    });
  }
}

/** `undefined` when another process took the journal before this line was in it. */
async function write(segment: Segment, answer: GivenAnswer): Promise<GivenAnswer | undefined> {
  try {
    const given = readGiven(segment.carried[0]);
    if (!given) await segment.append(answer);
    return given ?? answer;
  } catch (error) {
    if (NatError.is(error, 'conflict')) return undefined;
    throw error;
  } finally {
    await segment.close();
  }
}

function addressOf({ run, name, refused }: AnswerSlot): JournalAddress {
  const parts: Json = [run, name, refused];
  return { kind: 'answer', name: createHash('sha256').update(JSON.stringify(parts)).digest('hex') };
}
