import { deepStrictEqual } from 'node:assert/strict';
import { isEndOfScript, type RecordingSender, recordingSender, type Script } from './recording-sender.ts';
import { type WireForm, wireFormOf } from './wire-form.ts';

/** Runs the scenario on one cloud: makes its driver over the sender and calls it. */
export type WireScenario<C extends string> = (cloud: C, sender: RecordingSender) => PromiseLike<unknown>;

export interface WireOptions<C extends string> {
  /** What each cloud answers on the way, for scenarios of more than one request. */
  readonly answers?: { readonly [N in C]?: Script };
}

/**
 * One scenario, written once, and what each cloud must receive for it, side by side. The scenario ends with the first request its
 * script has no answer for; any other failure is the scenario's own and surfaces.
 */
export async function expectWire<C extends string>(
  scenario: WireScenario<C>,
  expected: { readonly [N in C]: readonly WireForm[] },
  { answers = {} }: WireOptions<C> = {},
): Promise<void> {
  const sent: Record<string, readonly WireForm[]> = {};
  for (const cloud of namesOf(expected)) sent[cloud] = await record(scenario, cloud, answers[cloud]);
  deepStrictEqual(sent, expected);
}

async function record<C extends string>(
  scenario: WireScenario<C>,
  cloud: C,
  script: Script | undefined,
): Promise<readonly WireForm[]> {
  const sender = recordingSender(script);
  try {
    await scenario(cloud, sender);
  } catch (error) {
    if (!isEndOfScript(error)) throw error;
  }
  return sender.requests.map(wireFormOf);
}

/** The names of a table; its type says there are no others. */
const namesOf = <N extends string>(table: { readonly [K in N]: unknown }): readonly N[] =>
  Object.keys(table) as N[];
