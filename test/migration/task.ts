import type { EmulatorConnection } from '@polynat/emulator';
import * as z from 'zod';

/** What a worker is asked to do, as JSON on its command line. */
export const taskSchema = z.strictObject({
  connection: z.custom<EmulatorConnection>(),
  /** Folder of the journals. */
  state: z.string(),
  /** File with the plan. */
  plan: z.string(),
  command: z.enum(['apply', 'resume', 'roll-back']),
  /** What a person says that steps have left. */
  left: z.exactOptional(z.record(z.string(), z.string())),
  /** Which durable write of this process is its last. */
  fate: z.exactOptional(z.strictObject({ at: z.int(), ending: z.enum(['before', 'after']) })),
  /** Freezes this process, once, in the first pause that would take so many milliseconds, or up to five seconds more. */
  freezeIn: z.exactOptional(z.number()),
});

export type Task = z.output<typeof taskSchema>;
export type Fate = NonNullable<Task['fate']>;

/** Told as it happens. */
export const noteSchema = z.union([
  z.strictObject({ undone: z.string() }),
  z.strictObject({ freezes: z.literal(true) }),
]);

/** Told at the end. */
export const reportSchema = z.looseObject({ state: z.string(), writes: z.int() });
export type Report = z.output<typeof reportSchema>;
