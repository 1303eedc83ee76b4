import type { Problem } from './types.ts';

/** A problem as far as a page shows it. */
export type ShownProblem = Pick<Problem, 'status' | 'code' | 'detail' | 'outcome'> &
  Partial<Pick<Problem, 'field' | 'remedy' | 'provider'>>;

/** The server has said why it did not do something. */
export class ProblemError extends Error {
  readonly problem: ShownProblem;

  constructor(problem: ShownProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export const isProblem = (value: unknown): value is ShownProblem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'outcome' in value;

/** Whatever was thrown: without an answer of the server, it was not reached. */
export function problemOf(thrown: unknown): ShownProblem {
  if (thrown instanceof ProblemError) return thrown.problem;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { status: 0, code: 'unavailable', detail, outcome: 'unknown' };
}
