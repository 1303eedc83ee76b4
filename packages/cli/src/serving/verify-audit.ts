import { verifyAudit } from '@polynat/access';
import { NatError } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import type { OptionValues } from '../command-line/options.ts';
import { exitCodes } from '../terminal/failures.ts';
import { folderIn } from './state-folder.ts';

export async function verifyLog(
  context: Needs<'clouds' | 'terminal'>,
  options: OptionValues,
): Promise<Answer> {
  const folder = await folderIn(context, options);
  const { file, records, end, fault } = await verifyAudit(folder);
  if (records === 0 && !fault)
    throw new NatError('not-found', `${file} does not exist or is empty`, {
      field: 'state',
      remedy: 'name the folder of the log with --state',
    });
  const json = { file, records, end, valid: fault === undefined, ...(fault && { fault }) };
  if (!fault) return { json, text: `${file}: ${records} records, none changed. The last hash is ${end}.\n` };
  const text = `${file}: line ${fault.line} ${fault.why}. ${records} records before it are right.\n`;
  return { json, text, exit: exitCodes.failed };
}
