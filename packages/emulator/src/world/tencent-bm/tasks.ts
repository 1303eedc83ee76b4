import type { EmulatorClock } from '../../clock.ts';
import { type FaultSource, WorkQueue } from '../tencent/work-queue.ts';
import type { Gateway } from './model.ts';
import { Refusal } from './refusal.ts';

/** 0 succeeded, 1 failed, 2 running: the same numbers in every generation of the API. */
type TaskStatus = 0 | 1 | 2;

/** What a task brings about. Exactly one of the two is called, unless the gateway is gone by then. */
export interface Work {
  /** Emulated seconds it takes. */
  readonly seconds: number;
  readonly gateway?: Gateway;
  /** Whether it can succeed, asked at its end. */
  feasible?(): boolean;
  succeed(): void;
  fail(): void;
}

export interface Tasks {
  /** Starts work that was admitted; answers the id to poll. */
  start(work: Work, fault: FaultSource): number;
  /** Brings about whatever has become due. Called before every request. */
  settle(): void;
  statusOf(id: number): TaskStatus;
  list(): readonly { readonly taskId: number; readonly status: TaskStatus }[];
}

export function createTasks(clock: EmulatorClock, nextId: () => number): Tasks {
  const statuses = new Map<number, TaskStatus>();
  const queue = new WorkQueue(clock);

  const finish = (id: number, work: Work, doomed: boolean) => {
    if (work.gateway !== undefined) work.gateway.running -= 1;
    const gone = work.gateway?.stage === 'deleted';
    const succeeds = !gone && !doomed && (work.feasible?.() ?? true);
    statuses.set(id, succeeds ? 0 : 1);
    if (succeeds) work.succeed();
    else if (!gone) work.fail();
  };

  return {
    start(work, fault) {
      const id = nextId();
      statuses.set(id, 2);
      if (work.gateway !== undefined) work.gateway.running += 1;
      queue.start(work.seconds, fault, (doomed) => finish(id, work, doomed));
      return id;
    },
    settle: () => queue.settle(),
    statusOf(id) {
      const status = statuses.get(id);
      if (status === undefined) throw new Refusal('task-not-found', `there is no task ${id}`);
      return status;
    },
    list: () => [...statuses].map(([taskId, status]) => ({ taskId, status })),
  };
}
