import * as z from 'zod';
import { Worker } from './child.ts';
import type { Report } from './task.ts';
import type { Trial } from './trial.ts';

/**
 * Another process brings a killed migration to its end. Only where the cloud recognises no order, and the first died between the answer
 * to one and the next line of its journal, a person has to say what that order left. `before`: the free addresses of the account then.
 */
export async function finish(trial: Trial, before: readonly string[]): Promise<void> {
  const worker = new Worker(trial.task);
  const report = await worker.report;
  if (undecided.safeParse(report).success) await decide(trial, before);
  else requireState(report, 'done');
}

const undecided = z.looseObject({
  state: z.literal('failed'),
  failure: z.looseObject({ code: z.literal('conflict'), outcome: z.literal('unknown') }),
});

/** Names the one address that is new, as whoever looks into the account does. */
async function decide(trial: Trial, before: readonly string[]): Promise<void> {
  const { cloud } = trial.plan.target;
  if (cloud !== 'tencent-bm') throw new Error(`a person is asked what the run has ordered on ${cloud}`);
  const [step = ''] = await trial.failed();
  const [bought = ''] = await trial.unknownAddresses(before);
  await ends(new Worker({ ...trial.task, command: 'resume', left: { [step]: bought } }), 'done');
}

export async function ends(worker: Worker, state: string): Promise<Report> {
  return requireState(await worker.report, state);
}

function requireState(report: Report | 'killed', state: string): Report {
  if (report !== 'killed' && report.state === state) return report;
  throw new Error(`a process ended as ${JSON.stringify(report)}, not as ${state}`);
}
