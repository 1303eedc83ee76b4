import { createEngine, type Engine, type JournalStore, type Json, RunHeld } from '@polynat/engine';
import { MortalStore } from '../mortal-store.ts';
import { registerRemoteCloud } from './remote-cloud.ts';
import {
  idleSteps,
  migration,
  migrationOptions,
  migrationRun,
  rulesOnGateway,
  type Task,
  taskSchema,
} from './task.ts';

/**
 * The body of a program that is killed and frozen: does what its command line says on a store, and tells its parent how it went. `openStore`
 * is given what the harness calls `place`.
 */
export async function runTaskProcess(openStore: (place: Json) => Promise<JournalStore>): Promise<void> {
  process.on('disconnect', () => process.exit(1));
  const task = taskSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
  const die = () => process.kill(process.pid, 'SIGKILL');
  const store = new MortalStore(await openStore(task.place), task.fate, die);
  const engine = createEngine({ store });
  registerRemoteCloud(engine, task.cloud);
  engine.procedure('migrate', 1, migration(task.rules));
  engine.procedure('rules', 1, rulesOnGateway);
  engine.operation('idle', { run: async () => null });
  engine.procedure('idle', 1, idleSteps);
  try {
    const outcome = await commands[task.command](engine, task);
    await engine.close();
    report({ ...outcome, writes: store.writes });
  } catch (error) {
    if (!(error instanceof RunHeld)) throw error;
    report({ state: 'held', held: error.held, message: error.message, writes: store.writes });
  }
}

const commands: Readonly<Record<Task['command'], (engine: Engine, task: Task) => Promise<object>>> = {
  start: async (engine, { rules, onFailure }) =>
    (await engine.start('migrate', { rules }, migrationOptions(onFailure))).wait(),
  'roll-back': async (engine) => (await engine.rollBack(migrationRun)).wait(),
  work: async (engine) => {
    const { runs } = await engine.catchUp();
    return { state: 'worked', outcomes: await Promise.all(runs.map((run) => run.wait())) };
  },
  serve: async (engine) => {
    await engine.work({ signal: new AbortController().signal, concurrency: 4 });
    return { state: 'worked' };
  },
};

function report(message: object): void {
  process.send?.(message, () => process.exit(0));
}
