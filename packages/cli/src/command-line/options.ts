import { UsageError } from '../terminal/failures.ts';

/** The flags of a command as commander parses them. */
export type OptionValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

export const optional = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** A required option. */
export function needed(options: OptionValues, name: string, why: string): string {
  const value = optional(options, name);
  if (value !== undefined) return value;
  throw new UsageError(`--${name} is required: ${why}`);
}

/** A repeatable option; each value may be a comma-separated list. */
export const several = (options: OptionValues, name: string): readonly string[] | undefined => {
  const value = options[name];
  if (value === undefined || typeof value === 'boolean') return undefined;
  return [value].flat().flatMap((one) => one.split(','));
};

/** The named options that were given, as an object. */
export function given<N extends string>(
  options: OptionValues,
  ...names: readonly N[]
): { readonly [name in N]?: string } {
  const found: { [name in N]?: string } = {};
  for (const name of names) {
    const value = optional(options, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
