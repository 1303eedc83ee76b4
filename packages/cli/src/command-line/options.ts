import { UsageError } from '../terminal/failures.ts';

/** What commander makes of a command's flags. */
export type OptionValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

export const optional = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** An option that must be there. */
export function needed(options: OptionValues, name: string, why: string): string {
  const value = optional(options, name);
  if (value !== undefined) return value;
  throw new UsageError(`--${name} is needed: ${why}`);
}

/** A repeatable option, each value of which may itself hold several, separated by commas. */
export const several = (options: OptionValues, name: string): readonly string[] | undefined => {
  const value = options[name];
  if (value === undefined || typeof value === 'boolean') return undefined;
  return [value].flat().flatMap((one) => one.split(','));
};

/** Of the named options those that were given, as the members of an object. */
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
