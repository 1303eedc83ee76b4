import type { TimelineEntry } from '@polynat/engine';
import { describeSecond, describeSpan } from '../gateways/words.ts';
import type { Tone } from '../terminal/paint.ts';
import { type Column, type Table, table } from '../terminal/table.ts';

const tones: Readonly<Record<string, Tone>> = {
  done: 'good',
  answered: 'good',
  undone: 'good',
  'rolled-back': 'good',
  started: 'busy',
  accepted: 'busy',
  waiting: 'busy',
  queued: 'busy',
  'taken-over': 'busy',
  suspended: 'bad',
  failed: 'bad',
  refused: 'bad',
  'rollback-failed': 'bad',
};

type Named = NonNullable<TimelineEntry['worker']>;

const nameOf = ({ host, pid }: Named): string => `${host}:${pid}`;

/** Whoever decided or answered, else the worker, and the one that it took the run from. */
function actor({ by, worker, from }: TimelineEntry): string | undefined {
  if (by !== undefined) return by;
  return worker && `${nameOf(worker)}${from ? ` from ${nameOf(from)}` : ''}`;
}

const took = ({ at, endedAt }: TimelineEntry): string | undefined =>
  at === undefined || endedAt === undefined ? undefined : describeSpan(endedAt - at);

/** `summaries`: what each step does, by its name. */
const columns = (summaries: ReadonlyMap<string, string>): readonly Column<TimelineEntry>[] => [
  { title: 'time', of: ({ at }) => at && describeSecond(at) },
  { title: 'step', of: ({ name, of }) => name ?? of, names: true },
  { title: 'state', of: ({ state }) => state, tone: ({ state }) => tones[state] },
  { title: 'took', of: took },
  { title: 'tries', of: ({ tries }) => tries },
  { title: 'by', of: actor },
  { title: 'requests', of: ({ requests }) => requests?.join(' ') },
  {
    title: 'details',
    of: ({ failure, name = '', until }) =>
      failure?.message ??
      summaries.get(name) ??
      (until === undefined ? undefined : `until ${describeSecond(until)}`),
  },
];

export const timelineTable = (
  timeline: readonly TimelineEntry[],
  summaries: ReadonlyMap<string, string>,
): Table => table(timeline, columns(summaries), 'Nothing is recorded.');
