import { type OptionValues, several } from './options.ts';

/**
 * Arguments and options whose values name a cloud, by its alias or by one of its gateways. A source in the first place is a gateway.
 * Behind a gateway it is an SNAT source, such as `subnet:vsw-1`.
 */
const naming = ['alias', 'ref', 'source', 'before', 'after'];
const namingOptions = ['cloud', 'to', 'on'];

/**
 * The aliases that a command line names, so that only their adapters are loaded. `undefined` means all clouds. Documents and
 * misspelt gateways name none; the code that reads them reports the mistake.
 */
export function aliasesNamed(
  usage: string,
  parameters: readonly string[],
  options: OptionValues,
): readonly string[] | undefined {
  const names = [...usage.matchAll(/[<[](\w+)/g)].map(([, name = '']) => name);
  /** The gateway is one of a state of Terraform, by its address there. */
  const named = options.fromTerraform === undefined ? parameters : [];
  const words = named.flatMap((word, index) => aliasIn(word, names[index] ?? '', index));
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

/** An argument is a document when it ends like a file, and else a gateway. */
export const isDocument = (word: string): boolean => /\.(ya?ml|json)$/.test(word);
