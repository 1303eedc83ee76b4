import { UsageError } from '../terminal/failures.ts';
import { type Format, formats, type ProgressForm, progressForms } from '../terminal/formats.ts';
import { type OptionValues, optional } from './options.ts';

/** How a command writes its result and its progress. */
export interface Output {
  readonly format: Format;
  /** A JMESPath expression. */
  readonly query?: string;
  /** Titles of columns, in the order in which they are printed. */
  readonly columns?: readonly string[];
  readonly progress: ProgressForm;
}

/** `own`: values of --format that the command itself understands. It prints them as text. */
export async function outputFrom(options: OptionValues, own: readonly string[] = []): Promise<Output> {
  const format = await formatIn(options, own);
  const query = optional(options, 'query');
  const columns = optional(options, 'columns')?.split(',');
  if (columns && !withColumns.has(format)) throw noColumns(format);
  return {
    format,
    ...(query !== undefined && { query }),
    ...(columns && { columns: columns.map((title) => title.trim()) }),
    progress: await progressIn(options),
  };
}

const withColumns: ReadonlySet<Format> = new Set(['table', 'wide', 'csv']);

const noColumns = (format: Format): UsageError =>
  new UsageError(
    `--columns: ${format} has no columns`,
    'choose members with --query, or use -o table, wide or csv',
  );

async function formatIn(options: OptionValues, own: readonly string[]): Promise<Format> {
  const text = optional(options, 'format');
  const asked = text === undefined ? undefined : await oneOf<string>([...formats, ...own], text, '--format');
  const format = formats.find((usual) => usual === asked);
  if (options.json !== true) return format ?? 'table';
  if (format === undefined || format === 'json') return 'json';
  throw new UsageError(`--json: cannot be combined with --format ${format}`, 'leave one of them out');
}

async function progressIn(options: OptionValues): Promise<ProgressForm> {
  const text = optional(options, 'progress');
  const form = text === undefined ? undefined : await oneOf(progressForms, text, '--progress');
  if (options.quiet !== true) return form ?? 'text';
  if (form === undefined || form === 'none') return 'none';
  throw new UsageError(`--quiet: cannot be combined with --progress ${form}`, 'leave one of them out');
}

/** Loaded only for who gives such an option. */
async function oneOf<T extends string>(words: readonly T[], text: string, field: string): Promise<T> {
  return (await import('./parse.ts')).oneOf(words, text, field);
}
