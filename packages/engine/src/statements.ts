import { NatError } from '@polynat/core';
import type { RollBackOptions } from './port.ts';
import type { LineOf } from './records.ts';
import type { RunHistory } from './run-history.ts';

type Stated = LineOf<'rolling-back'>['stated'];

/** What a line of the journal keeps of a statement; refused when it names nobody, or operations that were never begun. */
export function statementOf(
  id: string,
  history: RunHistory,
  { left = {}, handled = [], by }: Pick<RollBackOptions, 'left' | 'handled' | 'by'>,
  at: number,
  direction: RunHistory['direction'],
): { readonly stated?: NonNullable<Stated> } {
  if (by === undefined && Object.keys(left).length === 0) return {};
  if (by === undefined || by === '')
    throw new NatError('invalid-argument', 'must name who says so', { field: 'by' });
  requireStarted(id, history, Object.keys(left), 'left');
  const known = Object.keys(left).find((name) => isKnown(history, name, direction));
  if (known !== undefined)
    throw new NatError('invalid-argument', `the journal of run ${id} tells already what ${known} did`, {
      field: 'left',
      remedy: 'leave it out',
    });
  requireStarted(id, history, handled, 'handled');
  return { stated: { by, at, left: { ...left } } };
}

/** A handler may doubt what it has found, so that a rollback can be told about operations that are done. */
function isKnown({ steps }: RunHistory, name: string, direction: RunHistory['direction']): boolean {
  const state = steps.get(name)?.state;
  return state === 'undone' || (state === 'done' && direction === 'forward');
}

export function requireStarted(
  id: string,
  history: RunHistory,
  names: readonly string[],
  field: 'left' | 'handled',
): void {
  const stranger = names.find((name) => !history.steps.has(name));
  if (stranger === undefined) return;
  const begun = [...history.steps.keys()].join(', ');
  throw new NatError('invalid-argument', `run ${id} has not started an operation ${stranger}`, {
    field,
    remedy: begun === '' ? 'leave it out' : `name one of: ${begun}`,
  });
}
