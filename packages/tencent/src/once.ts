import { type Call, type Clock, exactlyOnce, NatError } from '@polynat/core';

/** What a write answers at once. */
export interface Accepted {
  readonly task?: string | undefined;
  readonly requestId?: string | undefined;
}

/** A write as it was accepted: with its task, or only with what came of looking for its effect after a lost answer. */
export interface Sent extends Accepted {
  /** Milliseconds since 1970. */
  readonly asked: number;
  readonly refusal?: string | undefined;
}

export interface Sending {
  readonly clock: Clock;
  readonly call: Call;
  readonly write: () => Promise<Accepted>;
  /** Whether the cloud shows that the write has happened, or is about to. */
  readonly happened: () => Promise<boolean>;
  /** Milliseconds in which it is sure to show; 0 when left out. */
  readonly shownWithin?: number;
}

/** Milliseconds between two looks. */
const pause = 5_000;
/** Milliseconds in which work shows that an earlier call under the same token began. It takes seconds. */
const earlierWorkShows = 30_000;

/** Refusals that speak of the state of a resource, which a lost write may have brought about. */
const verdicts: ReadonlySet<string> = new Set([
  'conflict',
  'already-exists',
  'failed-precondition',
  'invalid-argument',
  'not-found',
  'quota-exceeded',
]);

/**
 * Sends a write that the API could not recognise when it came twice. When the answer is lost, what it was to bring about is looked
 * for before it is sent again. Since the work takes seconds to show, a repetition may be refused because of the first: then the
 * receipt keeps the refusal, and whoever polls it finds out which it was. A call under the caller's own token may be such a repetition
 * from the start: when it is refused, the work of the earlier call is looked for.
 */
export async function sendOnce(sending: Sending): Promise<Sent> {
  const { clock, call, write } = sending;
  const asked = clock.now();
  let lost = false;
  const attempt = async (): Promise<Omit<Sent, 'asked'>> => {
    try {
      return await write();
    } catch (thrown) {
      const error = NatError.from(thrown);
      const isVerdict = error.outcome === 'none' && verdicts.has(error.code);
      if (isVerdict && (lost || (await wasSentBefore(sending)))) return { refusal: error.message };
      lost ||= error.outcome === 'unknown';
      throw error;
    }
  };
  try {
    const sent = await exactlyOnce({ clock, call, write: attempt, find: () => findWork(sending) });
    return { ...sent, asked };
  } catch (thrown) {
    const error = NatError.from(thrown);
    throw lost ? error.with({ outcome: 'unknown' }) : error;
  }
}

const wasSentBefore = async (sending: Sending): Promise<boolean> =>
  sending.call.repeated === true &&
  (await findWork({ ...sending, shownWithin: earlierWorkShows })) !== undefined;

async function findWork({ clock, call, happened, shownWithin = 0 }: Sending): Promise<Accepted | undefined> {
  const until = Math.min(clock.now() + shownWithin, call.deadline);
  for (;;) {
    if (await happened()) return {};
    if (clock.now() + pause > until) return undefined;
    await clock.sleep(pause, call.signal);
  }
}

/** For what is as it was asked for already. */
export const nothingToDo = (clock: Clock): Sent => ({ asked: clock.now() });
