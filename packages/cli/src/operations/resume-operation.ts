import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { forgetOperation, keepOperation, keptOperation } from './kept-operations.ts';

/** Waits again for a change whose earlier wait ended early. */
export async function resumeOperation(
  { clouds, follow, call }: Needs<'clouds' | 'follow' | 'call'>,
  id: string,
): Promise<Answer> {
  const folder = await clouds.stateFolder();
  const operation = (await clouds.all()).resume(keptOperation(folder, id).operation, call);
  const record = operation.toJSON();
  const own = keepOperation(folder, record);
  // Version 0.1 named the same record differently.
  if (own !== id) forgetOperation(folder, id);
  const value = await follow(record.mutation, operation);
  forgetOperation(folder, own);
  return { json: value ?? { done: record.mutation }, text: `Done: ${record.mutation}.\n` };
}
