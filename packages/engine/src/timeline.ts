import type { RecordedFailure } from './failure.ts';
import type { RecordedEvent, RunRecord, WorkerName } from './port.ts';

/**
 * Of a run: `queued`, `started`, `taken-up` by a worker, `taken-over` from a worker that died or was closed, `resumed` by a person,
 * `rolling-back`, `suspended`, `failed`, `rollback-failed`, `unlocked`, `refused`, `done`, `rolled-back`.
 * Of a step: `started`, `accepted` by the cloud, `done`, `failed`; when it is undone, `undone` in an entry of its own.
 * Of a wait: `waiting`, `given` when the run has not looked at the answer yet, `answered`, `refused`, `expired`.
 */
export interface TimelineEntry {
  readonly of: 'run' | 'step' | 'wait';
  readonly state: string;
  /** Of the step or the wait. */
  readonly name?: string;
  readonly kind?: string;
  /** Milliseconds since 1970 at which it began; absent where the release that wrote it noted no time. */
  readonly at?: number;
  readonly endedAt?: number;
  /** How often the process that brought it to its end has tried it. */
  readonly tries?: number;
  /** The cloud's ids of its requests. */
  readonly requests?: readonly string[];
  readonly failure?: RecordedFailure;
  /** The process that works on the run from here on. */
  readonly worker?: WorkerName;
  /** The process that had the run before, when it was taken over. */
  readonly from?: WorkerName;
  /** Who answered or decided. */
  readonly by?: string;
  /** When a wait ends without an answer. */
  readonly until?: number;
}

/** What happened to a run, in the order in which it happened: `events` is its history. */
export function timelineOf(
  { answers }: Pick<RunRecord, 'answers'>,
  events: readonly RecordedEvent[],
): readonly TimelineEntry[] {
  const timeline = new Timeline();
  for (const event of events) tellers[event.type]?.(timeline, event);
  for (const answer of answers) {
    const { name, state } = answer;
    if (state !== 'given') continue;
    timeline.end({ of: 'wait', name }, state, { at: answer.at, endedAt: answer.at, by: answer.by });
  }
  return timeline.entries;
}

/** What a process left the run in: whoever goes on from there takes it up or over; from anything else it is resumed. */
const takenFrom: Readonly<Record<string, string>> = { queued: 'taken-up', working: 'taken-over' };

type Subject = Pick<TimelineEntry, 'of' | 'name'>;
type Facts = Omit<TimelineEntry, 'of' | 'name' | 'state'>;
type Teller = (timeline: Timeline, event: RecordedEvent) => void;

const rests =
  (state: string): Teller =>
  (timeline, event) =>
    timeline.rest(state, event);

/** By the type of the line. Others say nothing that its readers need. */
const tellers: Readonly<Record<string, Teller>> = {
  begun: (timeline, event) => timeline.go('started', event),
  resumed: (timeline, event) => timeline.go(takenFrom[timeline.left] ?? 'resumed', event),
  'rolling-back': (timeline, event) => timeline.go('rolling-back', event),
  intended: (timeline, event) => timeline.begin(stepOf(event), 'started', factsOf(event)),
  accepted: (timeline, event) => timeline.change(stepOf(event), 'accepted', factsOf(event)),
  done: (timeline, event) => timeline.end(stepOf(event), 'done', spanOf(event)),
  failed: (timeline, event) => timeline.end(stepOf(event), 'failed', spanOf(event)),
  undone: (timeline, event) => timeline.tell({ ...stepOf(event), state: 'undone', ...spanOf(event) }),
  asked: (timeline, event) => timeline.begin(waitOf(event), 'waiting', factsOf(event)),
  answered: (timeline, event) => timeline.end(waitOf(event), 'answered', spanOf(event)),
  expired: (timeline, event) => timeline.end(waitOf(event), 'expired', spanOf(event)),
  'answer-refused': (timeline, event) =>
    timeline.tell({ ...waitOf(event), state: 'refused', ...factsOf(event) }),
  waiting: (timeline) => timeline.leave('waiting'),
  queued: rests('queued'),
  suspended: rests('suspended'),
  halted: rests('failed'),
  'rollback-failed': rests('rollback-failed'),
  stuck: rests('rollback-failed'),
  unlocked: rests('unlocked'),
  refused: rests('refused'),
  finished: rests('done'),
  'rolled-back': rests('rolled-back'),
};

class Timeline {
  readonly entries: TimelineEntry[] = [];
  /** What the last process left the run in. */
  left = 'absent';
  /** Places of steps and waits that have not come to an end. */
  readonly #open = new Map<string, number>();
  #worker: WorkerName | undefined;

  go(state: string, event: RecordedEvent): void {
    const { worker } = event;
    const former = state === 'taken-over' && this.#worker;
    const names = { ...(worker && { worker }), ...(former && { from: former }) };
    this.tell({ of: 'run', state, ...factsOf(event), ...names });
    this.leave('working');
    this.#worker = worker;
  }

  /** Who takes over from a process that was closed takes over as from one that died. */
  rest(state: string, event: RecordedEvent): void {
    this.tell({ of: 'run', state, ...factsOf(event) });
    this.leave(event.takeOver ? 'working' : state);
  }

  leave(status: string): void {
    this.left = status;
  }

  begin(subject: Subject, state: string, facts: Facts): void {
    this.#open.set(keyOf(subject), this.entries.length);
    this.tell({ ...subject, state, ...facts });
  }

  change(subject: Subject, state: string, facts: Facts): void {
    const place = this.#open.get(keyOf(subject)) ?? -1;
    const entry = this.entries[place];
    if (entry) this.entries[place] = joined(entry, state, facts);
    else this.tell({ ...subject, state, ...facts });
  }

  end(subject: Subject, state: string, facts: Facts): void {
    this.change(subject, state, facts);
    this.#open.delete(keyOf(subject));
  }

  tell(entry: TimelineEntry): void {
    this.entries.push(entry);
  }
}

const keyOf = ({ of, name }: Subject): string => `${of} ${name}`;

const stepOf = ({ name = '' }: RecordedEvent): Subject => ({ of: 'step', name });
const waitOf = ({ name = '' }: RecordedEvent): Subject => ({ of: 'wait', name });

/** It began when it was first noted, by whichever process. */
function joined(entry: TimelineEntry, state: string, facts: Facts): TimelineEntry {
  const at = entry.at ?? facts.at;
  const requests = [...new Set([...(entry.requests ?? []), ...(facts.requests ?? [])])];
  return {
    ...entry,
    ...facts,
    state,
    ...(at !== undefined && { at }),
    ...(requests.length > 0 && { requests }),
  };
}

function factsOf({ at, kind, tries, requests, failure, by, until }: RecordedEvent): Facts {
  return {
    ...(kind !== undefined && { kind }),
    ...(at !== undefined && { at }),
    ...(tries !== undefined && { tries }),
    ...(requests && { requests }),
    ...(failure && { failure }),
    ...(by !== undefined && { by }),
    ...(until !== undefined && { until }),
  };
}

/** Of a line that is written at the end. */
function spanOf(event: RecordedEvent): Facts {
  const { at: endedAt } = event;
  const at = event.startedAt ?? endedAt;
  return { ...factsOf(event), ...(at !== undefined && { at }), ...(endedAt !== undefined && { endedAt }) };
}
