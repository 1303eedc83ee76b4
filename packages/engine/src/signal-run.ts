import { announce } from './announcing.ts';
import { slotOf } from './answers.ts';
import { type Json, json } from './json.ts';
import type { EngineParts } from './pick-up.ts';
import { refuseAnswer, refuseOtherAnswer, requireName } from './refusals.ts';

/** Answers what a run waits for, or will wait for; the process that works on it need not be this one. */
export async function signalRun(
  { active, runs, session, services: { answers, clock } }: EngineParts,
  id: string,
  name: string,
  value: Json,
  who: string,
): Promise<void> {
  const answer = { value: json(value, 'value'), by: requireName(who), at: clock.now() };
  const history = active.get(id)?.run.history ?? (await runs.existing(id)).history;
  refuseAnswer(id, history);
  const end = history.waits.endOf(requireName(name, 'name'));
  const given = end ?? (await answers.give(slotOf(id, history, name), { run: id, name, ...answer }));
  refuseOtherAnswer(id, name, given, answer);
  await announce(session);
}
