import type { RecordedEvent } from './port.ts';
import type { RunLine } from './records.ts';

/** A line of a journal as those who follow a run see it. */
export const recordedEvent = (line: RunLine, position: number): RecordedEvent => ({
  position,
  type: line.type,
  ...('name' in line && { name: line.name }),
  ...('kind' in line && { kind: line.kind }),
  ...traceOf(line),
  ...('result' in line && line.result !== undefined && { result: line.result }),
  ...failureOf(line),
  ...speakerOf(line),
  ...('until' in line && line.until !== undefined && { until: line.until }),
  ...('worker' in line && line.worker && { worker: line.worker }),
  ...('takeOver' in line && line.takeOver && { takeOver: line.takeOver }),
});

type Traced = Pick<RecordedEvent, 'at' | 'startedAt' | 'tries' | 'requests'>;

function traceOf(line: RunLine): Traced {
  if ('trace' in line && line.trace) {
    const { endedAt, ...trace } = line.trace;
    return { at: endedAt, ...trace };
  }
  if (line.type === 'accepted')
    return { ...timeOf(line), requests: acceptedRequests(line.accepted.receipts) };
  if (line.type !== 'undone') return timeOf(line);
  const { startedAt, tries, requests } = line;
  return {
    ...timeOf(line),
    ...(startedAt !== undefined && { startedAt }),
    ...(tries !== undefined && { tries }),
    ...(requests && { requests }),
  };
}

function timeOf(line: RunLine): Pick<RecordedEvent, 'at'> {
  return 'at' in line && line.at !== undefined ? { at: line.at } : {};
}

const acceptedRequests = (receipts: readonly { readonly requestId?: string }[]): readonly string[] =>
  receipts.flatMap(({ requestId }) => requestId ?? []);

function failureOf(line: RunLine): Pick<RecordedEvent, 'failure'> {
  if ('failure' in line) return { failure: line.failure };
  return line.type === 'suspended' ? { failure: line.reason } : {};
}

function speakerOf(line: RunLine): Pick<RecordedEvent, 'by'> {
  if ('by' in line) return { by: line.by };
  return 'stated' in line && line.stated ? { by: line.stated.by } : {};
}
