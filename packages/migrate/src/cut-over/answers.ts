import * as z from 'zod';

/** Names under which a run of a migration waits, and the shapes of what it is told. */
export const waits = { cutOver: 'cut-over', finalize: 'finalize' } as const;

/** The operation that notes the answer, so that a rollback meets it first. */
export const switchStep = 'traffic-switch';

export const switchedSchema = z.strictObject({ switched: z.literal(true) });

export const finalizeSchema = z.strictObject({
  finalize: z.literal(true),
  /** Though one of the gateways no longer does what it did at cut-over. */
  acceptDrift: z.literal(true).exactOptional(),
});

/** A soak waits for the clock alone. */
export const nobody = z.never('nobody ends a soak: it ends with its time');

const soakPrefix = 'soak/';

export const soakWait = (round: number): string => `${soakPrefix}${round}`;

export const isSoak = (wait: string): boolean => wait.startsWith(soakPrefix);
