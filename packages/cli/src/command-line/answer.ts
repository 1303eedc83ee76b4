import type { ExitCode } from '../terminal/failures.ts';
import type { Text } from '../terminal/table.ts';

/** The result of a command: data for programs, text for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: Text;
  /** More for people, below the text. */
  readonly notes?: string;
  readonly exit?: ExitCode;
}
