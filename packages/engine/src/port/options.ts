import type { Json } from '../json.ts';

/** Account ids by cloud alias. */
export interface Accounts {
  readonly [alias: string]: string;
}

export interface ResumeOptions {
  /** What the aliases stand for now. A run that was started for another account is refused. */
  readonly accounts?: Accounts;
}

/** For a run that cannot find out what some of its operations did: a person says it, and the journal keeps who. */
export interface StateOptions extends ResumeOptions {
  /** For each such operation the id of what it has left in the cloud, or `none` when it has left nothing. */
  readonly left?: Readonly<Record<string, string>>;
  /** Who says so. */
  readonly by?: string;
}

export interface StartOptions extends ResumeOptions {
  /** Identity of the run, best a hash of the plan: starting it again attaches to it or resumes it. */
  readonly id: string;
  /** Names of what no other run may touch, such as both gateways of a migration. Kept across process death until the run ends. */
  readonly locks?: readonly string[];
  /** What an uncaught failure does: stop and let the caller choose (the default), or roll back at once. */
  readonly onFailure?: 'stop' | 'roll-back';
}

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

export interface RollBackOptions extends StateOptions {
  /** Names of operations whose effects the caller has taken back by hand; they are not undone. */
  readonly handled?: readonly string[];
}
