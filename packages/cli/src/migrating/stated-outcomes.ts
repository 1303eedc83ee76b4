import type { StateOptions } from '@polynat/engine';
import { type OptionValues, optional, several } from '../command-line/options.ts';
import { UsageError } from '../terminal/failures.ts';

/** What the user says about steps whose outcome the run cannot find out: `--left STEP=ID`, `--handled STEP` and `--by NAME`. */
export function statedOutcomes(
  options: OptionValues,
): Omit<StateOptions, 'accounts'> & { handled?: readonly string[] } {
  const left = several(options, 'left');
  const handled = several(options, 'handled');
  const by = optional(options, 'by');
  if (by === undefined && (left || handled))
    throw new UsageError('--by is required: your name, for the journal');
  return {
    ...(left && { left: Object.fromEntries(left.map(stepAndId)) }),
    ...(handled && { handled }),
    ...(by !== undefined && { by }),
  };
}

function stepAndId(text: string): readonly [step: string, id: string] {
  const at = text.lastIndexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`--left ${text} must be STEP=ID, or STEP=none`);
}
