import { type Call, type CallOptions, checkToken, readWithin, writeWithin } from '../call.ts';
import type { Clock, Random } from '../clock.ts';
import type { Driver } from '../driver.ts';
import type { Lanes } from './lanes.ts';

/** One cloud as the portable classes see it: its driver, its alias, and what is injected. */
export interface Runtime<D extends Driver = Driver> {
  readonly alias: string;
  readonly driver: D;
  readonly clock: Clock;
  readonly random: Random;
  readonly lanes: Lanes;
  /** Refuses every write. */
  readonly readOnly: boolean;
}

/** What a call is opened with. */
type Injected = Pick<Runtime, 'clock' | 'random'>;

export const readCall = (runtime: Injected, options: CallOptions = {}): Call =>
  openCall(runtime, options, readWithin, runtime.random.uuid());

export const writeCall = (runtime: Injected, options: CallOptions = {}): Call =>
  openCall(runtime, options, writeWithin, checkToken(options.token ?? runtime.random.uuid()));

function openCall({ clock }: Injected, options: CallOptions, within: number, token: string): Call {
  return {
    signal: options.signal ?? new AbortController().signal,
    deadline: clock.now() + (options.within ?? within),
    token,
    ...(options.token !== undefined && { tokenGiven: true, repeated: true }),
    ...(options.beforeSend && { beforeSend: options.beforeSend }),
  };
}
