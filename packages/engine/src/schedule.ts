import type { Json } from './json.ts';
import type { StartOptions } from './port.ts';

/** Runs of a procedure by the clock. The id of each run is the id of the schedule, `@` and the time that was due. */
export interface Schedule extends Omit<StartOptions, 'id'> {
  /** Five fields, or six with seconds in front: `0 2 * * 1-5` is 02:00 from Monday to Friday. */
  readonly cron: string;
  /** IANA name such as `Asia/Shanghai`; UTC by default, so that all machines agree. */
  readonly timeZone?: string;
  readonly procedure: string;
  readonly input: Json;
  /** What to do for times at which no worker was there: one run for the last of them (the default), or one for each. */
  readonly missed?: 'last' | 'each';
}
