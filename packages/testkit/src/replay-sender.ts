import { NatError } from '@polynat/core';
import * as z from 'zod';
import type { SenderLike } from './wire-types.ts';

/** What `polynat record` writes. */
const recordingSchema = z.object({
  format: z.literal(1),
  cloud: z.string(),
  answers: z.array(z.object({ operation: z.string(), status: z.int(), answer: z.unknown() })),
});

/**
 * Answers requests with those that `polynat record` has written, in their order, whatever is asked: a driver with this sender makes the
 * same reads again as when the answers were recorded. It fails when there are no more.
 */
export function replaySender(recording: unknown): SenderLike {
  const { answers } = recordingSchema.parse(recording);
  let next = 0;
  return {
    async send() {
      const recorded = answers[next];
      next += 1;
      if (!recorded)
        throw new NatError('unavailable', `the recording has ${answers.length} answers, no more`);
      const body = new TextEncoder().encode(JSON.stringify(recorded.answer));
      /** Baidu AI Cloud names its request in a header. */
      const headers = { 'content-type': 'application/json', 'x-bce-request-id': `recorded-${next}` };
      return { status: recorded.status, headers, body };
    },
    close: async () => undefined,
  };
}
