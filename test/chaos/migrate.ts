import { type Emulator, startEmulator } from '@polynat/emulator';
import { Worker } from '../migration/child.ts';
import { ends, finish } from '../migration/finish.ts';
import { frozenIn } from '../migration/frozen.ts';
import { large } from '../migration/large.ts';
import { moves } from '../migration/moves.ts';
import type { Fate } from '../migration/task.ts';
import { type Move, Trial } from '../migration/trial.ts';
import { type Verdict, verdictOn } from '../migration/verdict.ts';

/**
 * Kills real processes with SIGKILL at every write of a migration's journal, once before the line is on disk and once after, and
 * freezes them before they repeat a call; checks that the next process brings it to the end nobody's death would have changed. `pnpm chaos` runs it; the exit code is 1 if
 * one case fails. An argument runs only the suites whose name has it in it.
 */
const chosen = process.argv[2] ?? '';
const lanes = 2;
const endings = ['before', 'after'] as const;
const isRead = /^(?:Get|List|Describe|Query)/;

/** One case: what is done to a fresh trial, and what must have come of it. */
interface Case {
  readonly name: string;
  readonly move: Move;
  readonly play: (trial: Trial) => Promise<Verdict>;
  readonly expected: Verdict;
}

let [passed, failed] = [0, 0];
const began = Date.now();

await suite('100 rules, forward', large, forward);
for (const [to, move] of Object.entries(moves)) {
  await suite(`a small gateway to ${to}, forward`, move, forward);
  await suite(`a small gateway to ${to}, back`, move, back);
}
for (const to of ['baidu', 'tencent-bm'] as const)
  await suite(`a small gateway to ${to}, frozen`, moves[to], frozen);
console.log(`${passed} passed, ${failed} failed in ${Math.round((Date.now() - began) / 1_000)} s`);
process.exitCode = failed === 0 ? 0 : 1;

type Cases = (move: Move) => Promise<readonly Omit<Case, 'name' | 'move'>[]>;

async function suite(name: string, move: Move, casesOf: Cases): Promise<void> {
  if (!name.includes(chosen)) return;
  const cases = (await casesOf(move)).map((one, index) => ({ ...one, move, name: `${name} ${index}` }));
  const before = passed;
  const queue = [...cases];
  await Promise.all(Array.from({ length: lanes }, () => workThrough(queue, move)));
  console.log(`${name}: ${passed - before} of ${cases.length} ended as nobody's death would have`);
}

/** An emulator of its own for each lane; every case starts from its seed. */
async function workThrough(queue: Case[], { seed }: Move): Promise<void> {
  const emulator = await startEmulator({ speed: 0, seed });
  for (let next = queue.shift(); next; next = queue.shift()) await tryCase(next, emulator);
  await emulator.close();
}

async function tryCase({ name, move, play, expected }: Case, emulator: Emulator): Promise<void> {
  const trial = await Trial.open(move, emulator);
  const found = await play(trial).catch((error: unknown) => ({ error: String(error) }));
  if (JSON.stringify(found) === JSON.stringify(expected)) passed += 1;
  else {
    failed += 1;
    console.error(`${name}: ended with ${differences(found, expected)}`);
  }
  await trial.close();
}

/** What differs, field by field: a whole gateway of a hundred rules would fill screens. */
function differences(found: object, expected: Verdict): string {
  const wanted = new Map<string, unknown>(Object.entries(expected));
  const told = Object.entries(found).map(([name, value]): readonly [string, string, string] => [
    name,
    JSON.stringify(value),
    JSON.stringify(wanted.get(name)) ?? 'nothing',
  ]);
  const other = told.filter(([, is, should]) => is !== should);
  return other.map(([name, is, should]) => `${name} ${is}, not ${should}`).join('; ');
}

/** A migration killed at each of its writes, then taken up by another process. */
async function forward(move: Move): ReturnType<Cases> {
  const { writes, verdict: expected } = await undisturbed(move);
  return fates(writes).map((fate) => ({
    expected,
    play: async (trial) => {
      const before = await trial.freeAddresses();
      await killed(new Worker({ ...trial.task, fate }));
      await finish(trial, before);
      return verdictOn(trial);
    },
  }));
}

/** A migration that is rolled back just before it would be done, killed at each write of the rollback, then rolled back further. */
async function back(move: Move): ReturnType<Cases> {
  const { writes } = await undisturbed(move);
  const almost: Fate = { at: writes - 4, ending: 'before' };
  const first = await alone(move, async (trial) => {
    await killed(new Worker({ ...trial.task, fate: almost }));
    const undoing = await ends(new Worker({ ...trial.task, command: 'roll-back' }), 'rolled-back');
    return { writes: undoing.writes, verdict: await verdictOn(trial) };
  });
  return fates(first.writes).map((fate) => ({
    expected: first.verdict,
    play: async (trial) => {
      await killed(new Worker({ ...trial.task, fate: almost }));
      const order = await trial.done();
      const undoing = new Worker({ ...trial.task, command: 'roll-back', fate });
      await killed(undoing);
      const finishing = new Worker({ ...trial.task, command: 'roll-back' });
      await ends(finishing, 'rolled-back');
      mustGoBackwards(order, [...undoing.undone, ...finishing.undone]);
      return verdictOn(trial);
    },
  }));
}

/**
 * A process that is frozen before it repeats a throttled call, once for each operation that changes the target. A read may go on. Alibaba says nothing about how
 * long to wait, so the pause cannot be told from others.
 */
async function frozen(move: Move): ReturnType<Cases> {
  const { operations, verdict } = await undisturbed(move);
  return operations.map((operation) => ({
    expected: verdict,
    play: (trial) => frozenIn(trial, operation),
  }));
}

function mustGoBackwards(order: readonly string[], undone: readonly string[]): void {
  const places = undone.map((name) => order.indexOf(name)).filter((place) => place >= 0);
  const isBackwards = places.every((place, index) => index === 0 || place < (places[index - 1] ?? 0));
  if (!isBackwards) throw new Error(`undone in the order ${undone.join(', ')}, done in ${order.join(', ')}`);
}

function fates(writes: number): readonly Fate[] {
  const positions = Array.from({ length: writes }, (_, index) => index + 1);
  return positions.flatMap((at) => endings.map((ending) => ({ at, ending })));
}

/** What nobody disturbs, and how many writes it takes. */
function undisturbed(move: Move) {
  return alone(move, async (trial) => {
    const { writes } = await ends(new Worker(trial.task), 'done');
    const target = trial.emulator.requests().filter(({ cloud }) => cloud !== 'alibaba');
    const operations = [...new Set(target.map(({ operation }) => operation))].filter(
      (name) => !isRead.test(name),
    );
    return { writes, operations, verdict: await verdictOn(trial) };
  });
}

async function alone<T>(move: Move, work: (trial: Trial) => Promise<T>): Promise<T> {
  const emulator = await startEmulator({ speed: 0, seed: move.seed });
  const trial = await Trial.open(move, emulator);
  const result = await work(trial);
  await trial.close();
  await emulator.close();
  return result;
}

async function killed(worker: Worker): Promise<void> {
  const report = await worker.report;
  if (report !== 'killed') throw new Error(`a process that was to be killed ended as ${report.state}`);
}
