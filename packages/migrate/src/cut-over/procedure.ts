import { hours } from '@polynat/core';
import { json, type RunContext } from '@polynat/engine';
import type { MigrationPlan } from '../plan.ts';
import type { Bindings } from '../steps/bindings.ts';
import { bindStep, type Step } from '../steps/index.ts';
import { finalizeSchema, nobody, soakWait, switchedSchema, switchStep, waits } from './answers.ts';
import { durationOf } from './duration.ts';
import type { CutOverPlan } from './plan.ts';

/** From the verified gateway to the end: cut-over, soak and finalization, each on the word of a person. Processes may end in between. */
export async function runCutOver(
  run: RunContext,
  { source, cutOver }: Pick<MigrationPlan, 'source' | 'cutOver'>,
  known: Bindings,
): Promise<void> {
  if (!cutOver || source.ref === undefined) return;
  const watched = { source: source.ref, digest: source.digest, target: known.ref ?? '' };
  const { by, at } = await run.waitFor(waits.cutOver, { schema: switchedSchema });
  await run.do({ name: switchStep, kind: 'traffic.switch', args: json({ ...watched, by, at }) });
  if (cutOver.soak !== undefined) await soak(run, at + durationOf(cutOver.soak), watched);
  const { value } = await run.waitFor(waits.finalize, { schema: finalizeSchema });
  for (const step of finalSteps(cutOver, value.acceptDrift)) {
    await run.do({ name: step.id, kind: step.kind, args: json(bindStep(step, known)) });
  }
}

type Watched = Readonly<Record<'source' | 'digest' | 'target', string>>;

const watchEvery = hours(1);
const mostRounds = 24;

/** Compares both gateways with what they did at cut-over, once an hour, at most 24 times. A worker does it unasked; so does whoever resumes. */
async function soak(run: RunContext, until: number, watched: Watched): Promise<void> {
  const began = await run.now('soak');
  const pause = Math.max(watchEvery, (until - began) / mostRounds);
  let now = began;
  for (let round = 1; now < until; round++) {
    await run.waitFor(soakWait(round), { schema: nobody, within: Math.min(pause, until - now) });
    await run.allSettled([{ name: `watch/${round}`, kind: 'soak.watch', args: json(watched) }], {
      concurrency: 1,
    });
    now = await run.now(`soak/${round}/end`);
  }
}

const finalSteps = ({ finalize }: CutOverPlan, acceptDrift = false): readonly Step[] =>
  acceptDrift ? finalize.filter(({ kind }) => kind !== 'source.check') : finalize;
