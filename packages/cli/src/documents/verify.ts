import { compareDocuments, renderDifferences } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, several } from '../command-line/options.ts';
import { splitPairs } from '../command-line/parse.ts';
import { exitCodes } from '../terminal/failures.ts';
import { documentOf } from './export-document.ts';

/** Compares the rules of two gateways, either of which may be a document. */
export async function verify(
  context: Needs<'terminal' | 'clouds' | 'call'>,
  [before = '', after = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const replacements = splitPairs(several(options, 'address') ?? [], '--address');
  const [left, right] = await Promise.all([documentOf(context, before), documentOf(context, after)]);
  const differences = compareDocuments(left, right, (ip) => replacements.get(ip) ?? ip);
  return {
    json: differences,
    text: renderDifferences(differences),
    exit: differences.length === 0 ? exitCodes.done : exitCodes.differs,
  };
}
