import { join } from 'node:path';
import { check, NatError } from '@polynat/core';
import * as z from 'zod';

const jobs = ['renew', 'resize', 'migrate'] as const;

/** A job of workers by the clock, as `polynat.yaml` says it. */
export interface ConfiguredSchedule {
  readonly id: string;
  readonly job: (typeof jobs)[number];
  /** Path of the policy file. */
  readonly policy: string;
  readonly times: {
    readonly cron: string;
    readonly timeZone?: string;
    readonly missed?: 'last' | 'each';
  };
}

const file = z.string().min(1, 'must name a policy file');

const scheduleSchema = z.strictObject({
  cron: z.string('must be a cron expression'),
  timeZone: z.string().exactOptional(),
  missed: z.enum(['last', 'each'], 'must be last or each').exactOptional(),
  renew: file.exactOptional(),
  resize: file.exactOptional(),
  migrate: file.exactOptional(),
});

/** Policies are named relative to `folder`. */
export const readSchedules = (
  schedules: Readonly<Record<string, unknown>>,
  folder: string,
): readonly ConfiguredSchedule[] =>
  Object.entries(schedules).map(([id, input]) => readSchedule(id, input, folder));

function readSchedule(id: string, input: unknown, folder: string): ConfiguredSchedule {
  const field = `schedules.${id}`;
  if (!/^[A-Za-z0-9._-]+$/.test(id)) throw odd(field, 'needs a name of letters, digits, `.`, `_` and `-`');
  const { renew, resize, migrate, ...times } = check(scheduleSchema, input, field);
  const named = { renew, resize, migrate };
  const [job, second] = jobs.filter((one) => named[one] !== undefined);
  const policy = job && named[job];
  if (job === undefined || policy === undefined || second !== undefined)
    throw odd(field, 'needs one of renew, resize and migrate');
  return { id, job, policy: join(folder, policy), times };
}

const odd = (field: string, what: string): NatError =>
  new NatError('invalid-argument', what, {
    field,
    remedy: 'write a name, `cron` and the job: `nightly: { cron: "0 2 * * *", renew: policy.yaml }`',
  });
