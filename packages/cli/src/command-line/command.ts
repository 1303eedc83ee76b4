import type { Answer } from './answer.ts';
import type { CommandContext } from './context.ts';
import type { OptionValues } from './options.ts';

type Action = (
  context: CommandContext,
  parameters: readonly string[],
  options: OptionValues,
) => Promise<Answer | undefined>;

/** One command as data. */
export interface CommandSpec {
  /** Words after `polynat`, with arguments as commander writes them: `gateways resize <ref> <size>`. */
  readonly usage: string;
  readonly summary: string;
  /** Flags beside those every command has: `['--force', 'remove its rules first']`. */
  readonly options?: readonly (readonly [flags: string, words: string])[];
  /** Values of --format that this command has besides the usual ones; it prints them as text. */
  readonly formats?: readonly string[];
  /** Whether it changes something and takes --yes. */
  readonly changes?: boolean;
  readonly run: Action;
}
