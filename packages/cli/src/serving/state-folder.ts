import { resolve } from 'node:path';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';

/** The folder that the user named, or that of the configuration. */
export async function folderIn(
  { clouds, terminal: { io } }: Needs<'clouds' | 'terminal'>,
  options: OptionValues,
): Promise<string> {
  const named = optional(options, 'state');
  return named === undefined ? clouds.stateFolder() : resolve(io.directory, named);
}
