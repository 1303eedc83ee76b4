import { NatError } from '@polynat/core';
import { Cron } from 'croner';
import type { Schedule } from './port.ts';

/** The times of a cron expression, in milliseconds since 1970. */
export class CronTimes {
  readonly cron: string;
  readonly timeZone: string;
  readonly #times: Cron;

  constructor({ cron, timeZone = 'UTC' }: Pick<Schedule, 'cron' | 'timeZone'>) {
    this.cron = cron;
    this.timeZone = timeZone;
    refuseUnknownZone(timeZone);
    this.#times = parse(cron, timeZone);
  }

  /** The last `count` times until `now`, that moment included; newest first. */
  last(count: number, now: number): readonly number[] {
    return this.#times.previousRuns(count, new Date(now + 1)).map((time) => time.getTime());
  }

  next(now: number): number | undefined {
    return this.#times.nextRun(new Date(now))?.getTime();
  }
}

/** A date alone, which the library takes for an expression, would be a time that never comes again. */
function parse(cron: string, timezone: string): Cron {
  try {
    if (!/[\s@]/.test(cron.trim())) throw new Error('needs five or six fields');
    return new Cron(cron, { timezone, paused: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : String(cause);
    throw new NatError('invalid-argument', `"${cron}" is no cron expression: ${reason}`, {
      field: 'cron',
      remedy: 'write five fields, such as `0 2 * * *` for 02:00 every day',
      cause,
    });
  }
}

function refuseUnknownZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new NatError('invalid-argument', `unknown time zone "${timeZone}"`, {
      field: 'timeZone',
      remedy: 'use an IANA name, such as `Asia/Shanghai` or `UTC`',
      cause,
    });
  }
}
