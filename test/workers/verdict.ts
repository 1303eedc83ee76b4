import { type RecordedEvent, type RunRecord, timelineOf } from '@polynat/engine';
import type { CloudServer } from '@polynat/testkit/engine';
import type { Strikes } from './crew.ts';

export interface Plan {
  readonly run: string;
  readonly gateway: string;
  /** Its last step is refused, so that all of it is undone. */
  readonly isRefused: boolean;
}

export interface Numbers extends Strikes {
  readonly seconds: number;
  readonly runs: number;
  readonly done: number;
  readonly rolledBack: number;
  readonly calls: number;
  readonly repeatedCalls: number;
  readonly takeovers: number;
  readonly contradictions: number;
}

interface JournalOfRun {
  readonly record: RunRecord;
  readonly events: readonly RecordedEvent[];
}

interface Evidence {
  readonly plans: readonly Plan[];
  readonly journals: readonly JournalOfRun[];
  readonly cloud: CloudServer;
  readonly strikes: Strikes;
  readonly seconds: number;
}

interface RunEvidence extends JournalOfRun {
  readonly plan: Plan;
  /** What the cloud saw of it, in order. Looks change nothing and are left out. */
  readonly calls: CloudServer['seen'];
  /** The workers that had it, one after the other. */
  readonly workers: readonly number[];
  readonly takeovers: number;
}

export function verdictOf({ plans, journals, cloud, strikes, seconds }: Evidence) {
  const runs = plans.map((plan) => evidenceOf(plan, journals, cloud));
  const contradictions = [
    ...runs.flatMap((run) => [
      ...lost(run, cloud),
      ...repeated(run),
      ...changedTokens(run),
      ...callsOfOthers(run),
    ]),
    ...sharedGateways(plans, cloud),
  ];
  const count = (state: string) => runs.filter(({ record }) => record.state === state).length;
  const sum = (of: (run: RunEvidence) => number) => runs.reduce((total, run) => total + of(run), 0);
  const numbers: Numbers = {
    ...{ seconds, runs: runs.length, done: count('done'), rolledBack: count('rolled-back') },
    ...{ calls: sum(({ calls }) => calls.length), repeatedCalls: sum(repetitions) },
    ...{ takeovers: sum(({ takeovers }) => takeovers), ...strikes, contradictions: contradictions.length },
  };
  return { numbers, contradictions };
}

function evidenceOf(plan: Plan, journals: readonly JournalOfRun[], cloud: CloudServer): RunEvidence {
  const journal = journals.find(({ record }) => record.id === plan.run);
  if (!journal) throw new Error(`run ${plan.run} is lost`);
  const calls = changes(cloud).filter(({ name }) => runIn(name) === plan.run);
  const workers = timelineOf(journal.record, journal.events).flatMap(({ state, worker }) =>
    worker && state !== 'started' ? [worker.pid] : [],
  );
  const turns = workers.filter((pid, index) => pid !== workers[index - 1]);
  return { ...journal, plan, calls, workers: turns, takeovers: Math.max(0, turns.length - 1) };
}

const changes = ({ seen }: CloudServer) => seen.filter(({ action }) => action !== 'find');
const gatewayIn = (name: string): string => name.split('.')[0] ?? '';
const runIn = (name: string): string => name.split('.')[1] ?? '';

/** A run that came to another end, and what exists of it that should not, or the other way round. */
function lost(
  { plan: { run, isRefused }, record: { state, steps } }: RunEvidence,
  { cloud }: CloudServer,
): string[] {
  const wanted = isRefused ? 'rolled-back' : 'done';
  const things = cloud.things.filter((name) => runIn(name) === run);
  const rules = steps.filter(({ kind }) => kind === 'attach').map(({ args }) => String(args));
  const missing = isRefused ? [] : rules.filter((rule) => !things.includes(rule));
  const left = isRefused ? things : things.filter((thing) => !rules.includes(thing));
  const removed = cloud.removed.filter((name) => runIn(name) === run);
  return [
    ...(state === wanted ? [] : [`${run} is ${state}, not ${wanted}`]),
    ...missing.map((rule) => `${run}: ${rule} is lost`),
    ...left.map((thing) => `${run}: ${thing} should not exist`),
    ...(isRefused ? [] : removed.map((thing) => `${run}: ${thing} was undone wrongly`)),
    ...(new Set(things).size === things.length ? [] : [`${run}: something was made twice`]),
  ];
}

const repetitions = ({ calls }: Pick<RunEvidence, 'calls'>): number =>
  calls.length - new Set(calls.map(({ action, name }) => `${action} ${name}`)).size;

/** Each time a run changes hands, one call may be under way. */
const repeated = (run: RunEvidence): string[] =>
  repetitions(run) <= run.takeovers
    ? []
    : [`${run.plan.run}: ${repetitions(run)} calls were repeated, at ${run.takeovers} takeovers`];

function changedTokens({ calls }: RunEvidence): string[] {
  const tokens = new Map<string, string>();
  return calls.flatMap(({ action, name, token }) => {
    const call = `${action} ${name}`;
    const before = tokens.get(call) ?? token;
    tokens.set(call, token);
    return before === token ? [] : [`${call} was repeated under another token`];
  });
}

/** A worker that has lost a run calls no more for it, unless it takes it up again. */
function callsOfOthers({ plan: { run }, calls, workers }: RunEvidence): string[] {
  let place = 0;
  return calls.flatMap(({ pid, action, name }) => {
    const found = workers.indexOf(pid, place);
    if (found < 0) return [`${run}: worker ${pid} called ${action} ${name} after it had lost the run`];
    place = found;
    return [];
  });
}

/** Runs of one gateway come one after the other. */
function sharedGateways(plans: readonly Plan[], cloud: CloudServer): string[] {
  const gateways = new Set(plans.map(({ gateway }) => gateway));
  return [...gateways].flatMap((gateway) => {
    const runs = changes(cloud).flatMap(({ name }) => (gatewayIn(name) === gateway ? [runIn(name)] : []));
    const turns = runs.filter((run, index) => run !== runs[index - 1]);
    const back = turns.filter((run, index) => turns.indexOf(run) !== index);
    return back.map((run) => `${gateway}: ${run} took turns with another run`);
  });
}
