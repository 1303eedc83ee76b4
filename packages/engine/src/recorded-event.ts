import type { RecordedEvent } from './port.ts';
import type { RunLine } from './records.ts';

/** A line of a journal as those who follow a run see it. */
export const recordedEvent = (line: RunLine, position: number): RecordedEvent => ({
  position,
  type: line.type,
  ...('name' in line && { name: line.name }),
  ...('kind' in line && { kind: line.kind }),
  ...timeOf(line),
  ...('result' in line && line.result !== undefined && { result: line.result }),
  ...failureOf(line),
  ...('by' in line && { by: line.by }),
});

function timeOf(line: RunLine): Pick<RecordedEvent, 'at'> {
  if ('at' in line && line.at !== undefined) return { at: line.at };
  return 'trace' in line && line.trace ? { at: line.trace.endedAt } : {};
}

function failureOf(line: RunLine): Pick<RecordedEvent, 'failure'> {
  if ('failure' in line) return { failure: line.failure };
  return line.type === 'suspended' ? { failure: line.reason } : {};
}
