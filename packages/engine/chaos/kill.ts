import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatError, systemRandom } from '@polynat/core';
import { CloudServer, type Fate, ruleNames, type Task, TaskProcess } from '@polynat/testkit/engine';
import { bundleStores } from '../../../tools/build/bundle-programs.js';

/**
 * Kills real processes with SIGKILL, at every position of the journal and at random moments, and checks that every run ends as if
 * nobody had died: `pnpm chaos` in this package. Ends with exit code 1 and the list of violations if one does not.
 */
const program = join(await bundleStores(), 'file.js');
const smallPlan = 6;
const largePlan = 100;
const randomKills = 50;

type OnFailure = Task['onFailure'];

interface Trial {
  readonly name: string;
  readonly server: CloudServer;
  readonly task: Task;
}

interface Score {
  runs: number;
  kills: number;
  calls: number;
  repeated: number;
  violations: number;
}

const scores: Record<string, Score> = {};

await atEveryPosition('every position, forward', 'stop');
await atEveryPosition('every position, with rollback', 'roll-back');
await atRandomMoments('random moments, forward', 'stop');
await atRandomMoments('random moments, with rollback', 'roll-back');
console.table(scores);

/** Each write of a run is once the last of its first process: not made at all, and made but not acknowledged. */
async function atEveryPosition(name: string, onFailure: OnFailure): Promise<void> {
  const writes = await trial(name, smallPlan, onFailure, async ({ task }) => {
    const report = await new TaskProcess(program, task).report;
    return report === 'killed' ? 0 : report.writes;
  });
  for (let at = 1; at <= writes; at++) {
    for (const ending of ['before', 'after'] as const)
      await killedOnce(`${name}, ${ending} ${at}`, name, onFailure, { at, ending });
  }
}

function killedOnce(name: string, group: string, onFailure: OnFailure, fate: Fate): Promise<void> {
  return trial(group, smallPlan, onFailure, async (one) => {
    await kill(group, new TaskProcess(program, { ...one.task, fate }));
    await finish({ ...one, name });
  });
}

/** A long run whose processes are killed from outside, each after some calls, until there were enough of them. */
async function atRandomMoments(name: string, onFailure: OnFailure): Promise<void> {
  for (let kills = 0; kills < randomKills; ) {
    await trial(name, largePlan, onFailure, async (one) => {
      for (let life = 0; life < 10; life++) {
        const worker = new TaskProcess(program, one.task);
        const calls = 1 + Math.floor(systemRandom.fraction() * 25);
        killAfterCalls(one.server, calls, worker);
        if (await kill(name, worker)) kills += 1;
        else break;
      }
      one.server.onCall = () => {};
      await finish(one);
    });
  }
}

function killAfterCalls(server: CloudServer, calls: number, worker: TaskProcess): void {
  let left = calls;
  server.onCall = () => {
    left -= 1;
    if (left === 0) worker.signal('SIGKILL');
  };
}

async function kill(group: string, worker: TaskProcess): Promise<boolean> {
  const killed = (await worker.report) === 'killed';
  if (killed) score(group).kills += 1;
  return killed;
}

/** The next process must bring the run to the end it would have had. */
async function finish({ name, server, task }: Trial): Promise<void> {
  const report = await new TaskProcess(program, task).report;
  const state = report === 'killed' ? report : report.state;
  const forward = task.onFailure === 'stop';
  expect(name, 'the state', state, forward ? 'done' : 'rolled-back');
  const things = ['address', 'gateway', ...ruleNames(task.rules)].toSorted();
  expect(name, 'what exists', server.cloud.things.toSorted(), forward ? things : []);
  if (!forward) expectReverse(name, server);
  expectNothingTwice(name, server);
}

/** Everything is undone once, the last started first. Rules run side by side, so their order is the one of their starting. */
function expectReverse(name: string, { cloud }: CloudServer): void {
  const rules = cloud.removed.filter((thing) => thing.startsWith('rule-'));
  expect(name, 'the order of undoing', cloud.removed, [
    ...rules.toSorted().toReversed(),
    'address',
    'gateway',
  ]);
}

function expectNothingTwice(name: string, { cloud }: CloudServer): void {
  const seen = new Map<string, Set<string>>();
  for (const { action, name: thing, token } of cloud.calls) {
    const call = `${action} ${thing}`;
    const tokens = seen.get(call) ?? new Set();
    if (seen.has(call) && action === 'attach') expect(name, call, 'attached twice', 'attached once');
    seen.set(call, tokens.add(token));
  }
  const changed = [...seen].filter(([, tokens]) => tokens.size > 1).map(([call]) => call);
  expect(name, 'calls whose token changed', changed, []);
}

function expect(name: string, what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  console.error(`${name}: ${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  score(name.split(', ').slice(0, 2).join(', ')).violations += 1;
  process.exitCode = 1;
}

async function trial<T>(
  name: string,
  rules: number,
  onFailure: OnFailure,
  work: (trial: Trial) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'polynat-chaos-'));
  const server = await CloudServer.listen();
  if (onFailure === 'roll-back')
    server.cloud.refusals.set('renew gateway', new NatError('quota-exceeded', 'no more'));
  const task: Task = { place: directory, cloud: server.url, rules, command: 'start', onFailure };
  try {
    return await work({ name, server, task });
  } finally {
    count(name, server);
    server.close();
    await rm(directory, { recursive: true });
  }
}

function count(name: string, { cloud: { calls } }: CloudServer): void {
  const different = new Set(calls.map(({ action, name: thing }) => `${action} ${thing}`));
  const { runs, calls: before, repeated } = score(name);
  Object.assign(score(name), {
    runs: runs + 1,
    calls: before + calls.length,
    repeated: repeated + calls.length - different.size,
  });
}

function score(name: string): Score {
  scores[name] ??= { runs: 0, kills: 0, calls: 0, repeated: 0, violations: 0 };
  return scores[name];
}
