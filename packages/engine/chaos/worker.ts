import { createEngine, type Engine, fileStore, type RunHandle, RunHeld } from '@polynat/engine';
import { MortalStore, registerCloud } from '@polynat/testkit/engine';
import { migration, runId, startOptions, type Task, taskSchema } from './plan.ts';
import { RemoteCloud } from './remote-cloud.ts';

/** A real process that works on a run until it is done or killed. It never outlives its parent. */
process.on('disconnect', () => process.exit(1));

const task = taskSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const die = () => process.kill(process.pid, 'SIGKILL');
const store = new MortalStore(fileStore(task.directory), task.fate, die);
const engine = createEngine({ store });
registerCloud(engine, new RemoteCloud(task.cloud));
engine.procedure('migrate', 1, migration(task.rules));

try {
  const outcome = await (await begin(engine, task)).wait();
  await engine.close();
  report({ ...outcome, writes: store.writes });
} catch (error) {
  if (!(error instanceof RunHeld)) throw error;
  report({ state: 'held', held: error.held, message: error.message, writes: store.writes });
}

function begin(engine: Engine, { command, onFailure, rules }: Task): Promise<RunHandle> {
  if (command === 'roll-back') return engine.rollBack(runId);
  return engine.start('migrate', { rules }, startOptions(onFailure));
}

function report(message: object): void {
  process.send?.(message, () => process.exit(0));
}
