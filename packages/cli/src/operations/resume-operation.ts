import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { forgetOperation, keptOperation } from './kept-operations.ts';

/** Waits again for a change whose earlier wait ended early. */
export async function resumeOperation(
  { clouds, follow, call }: Needs<'clouds' | 'follow' | 'call'>,
  id: string,
): Promise<Answer> {
  const folder = await clouds.stateFolder();
  const operation = (await clouds.all()).resume(keptOperation(folder, id), call);
  const { mutation } = operation.toJSON();
  const value = await follow(`${mutation}`, operation);
  forgetOperation(folder, id);
  return { json: value ?? { done: mutation }, text: `Done: ${mutation}.\n` };
}
