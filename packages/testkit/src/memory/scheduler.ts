import type { PollResult } from '@polynat/core';
import { type Clock, type GatewayKey, NatError } from '@polynat/core';

/** Work a cloud has accepted. */
export interface Task {
  readonly id: string;
  /** Only one task at a time may work on a gateway. */
  readonly gateway: string | undefined;
  /** Milliseconds since 1970. */
  readonly due: number;
  /** What the cloud answers while it is not finished. */
  readonly seen: string;
  readonly finish: () => void;
  readonly undo: () => void;
  /** Reads the settled value back. */
  readonly result: () => unknown;
  /** Set when this task is to fail at its end. */
  readonly failure: NatError | undefined;
  readonly onEnd: () => void;
}

/** What has been accepted and is not finished, in the order it becomes due. */
export class Scheduler {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Task>();
  readonly #ended = new Map<string, Task>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(task: Omit<Task, 'id'>): Task {
    this.#count += 1;
    const added = { ...task, id: `task-${this.#count}` };
    this.#pending.set(added.id, added);
    this.settle();
    return added;
  }

  occupied(key: GatewayKey): boolean {
    return [...this.#pending.values()].some((task) => task.gateway === key.id);
  }

  /** Finishes what is due by now. The account changes only here and when work is accepted. */
  settle(): void {
    const due = [...this.#pending.values()]
      .filter((task) => task.due <= this.#clock.now())
      .sort((left, right) => left.due - right.due);
    for (const task of due) this.#end(task);
  }

  look(id: string): PollResult {
    const ended = this.#ended.get(id);
    if (ended?.failure) return { type: 'failed', error: ended.failure };
    if (ended) return { type: 'done', value: ended.result() };
    const task = this.#pending.get(id);
    if (!task) return { type: 'failed', error: new NatError('not-found', `there is no task ${id}`) };
    return { type: 'pending', status: task.seen };
  }

  #end(task: Task): void {
    this.#pending.delete(task.id);
    const failure = task.failure ?? failureOf(task.finish);
    this.#ended.set(task.id, failure ? { ...task, failure } : task);
    if (failure) task.undo();
    task.onEnd();
  }
}

/** What the account no longer has room for fails the work, not whoever happens to look. */
function failureOf(finish: () => void): NatError | undefined {
  try {
    finish();
    return undefined;
  } catch (thrown) {
    return NatError.from(thrown);
  }
}
