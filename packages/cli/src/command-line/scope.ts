import { type OptionValues, several } from './options.ts';

/**
 * Arguments and options whose values name a cloud: by its alias, or by a gateway that stands there. A source that comes first is a
 * gateway; one that comes after a gateway is what leaves through it, such as `subnet:vsw-1`.
 */
const naming = ['alias', 'ref', 'source', 'before', 'after'];
const namingOptions = ['cloud', 'to', 'on'];

/**
 * The aliases a command line names, so that only their adapters are loaded; all clouds when it names none. Documents and gateways
 * written wrongly name none either: whoever reads them says so.
 */
export function aliasesNamed(
  usage: string,
  parameters: readonly string[],
  options: OptionValues,
): readonly string[] | undefined {
  const names = [...usage.matchAll(/[<[](\w+)/g)].map(([, name = '']) => name);
  const words = parameters.flatMap((word, index) => aliasIn(word, names[index] ?? '', index));
  const chosen = namingOptions.flatMap((name) => several(options, name) ?? []).map(aliasOf);
  const found = [...words, ...chosen];
  return found.length === 0 ? undefined : [...new Set(found)];
}

function aliasIn(word: string, argument: string, index: number): readonly string[] {
  const isInside = argument === 'source' && index > 0;
  if (!naming.includes(argument) || isInside) return [];
  if (argument === 'alias') return [word];
  return word.includes(':') && !isDocument(word) ? [aliasOf(word)] : [];
}

const aliasOf = (word: string): string => word.split(':', 1).join('');

/** Where a gateway or a document may be named, the ending of a file decides. */
export const isDocument = (word: string): boolean => /\.(ya?ml|json)$/.test(word);
