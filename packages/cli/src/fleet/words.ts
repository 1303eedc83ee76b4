import type { FailedGateway, Skipped } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Tone } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

/** One gateway of a job. */
export interface Row {
  readonly gateway: string;
  readonly name?: string | undefined;
  readonly result: string;
  readonly why?: string | undefined;
  readonly tone?: Tone;
}

export type Words = Pick<Answer, 'text' | 'notes'>;

const columns = [
  { title: 'gateway', of: ({ gateway }: Row) => gateway, names: true as const },
  { title: 'name', of: ({ name }: Row) => name },
  { title: 'result', of: ({ result }: Row) => result, tone: ({ tone }: Row) => tone },
  { title: 'why', of: ({ why }: Row) => why },
];

export const rowsTable = (rows: readonly Row[], none: string) => table(rows, columns, none);

export const rowOfSkipped = <Reason extends string>(
  { ref, name, reason, why }: Skipped<Reason>,
  words: Readonly<Record<Reason, string>>,
): Row => ({
  ...{ gateway: ref, name, result: words[reason], why },
  tone: reason === 'beyond-ceiling' ? 'bad' : 'faint',
});

export const rowOfFailed = ({ ref, name, cloud, file, message }: FailedGateway, result: string): Row => ({
  ...{ gateway: ref ?? cloud ?? file ?? '', name, result, why: message, tone: 'bad' },
});

/** What a job by policy has changed, and what became of the others. */
interface Changed<Reason extends string> {
  readonly changed: readonly { readonly ref: string }[];
  readonly skipped: readonly Skipped<Reason>[];
  readonly failed: readonly FailedGateway[];
}

interface ChangedWords<Reason extends string> {
  /** Of a changed gateway, such as `renewed`. */
  readonly result: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly none: string;
}

/** What was changed or should have been; of the others the number. */
export function describeChanged<Reason extends string>(
  { changed, skipped, failed }: Changed<Reason>,
  { result, reasons, none }: ChangedWords<Reason>,
): Words {
  const beyond = skipped.filter(({ reason }) => reason === 'beyond-ceiling');
  const rows = [
    ...changed.map(({ ref }): Row => ({ gateway: ref, result, tone: 'good' })),
    ...beyond.map((one) => rowOfSkipped(one, reasons)),
    ...failed.map((one) => rowOfFailed(one, `not ${result}`)),
  ];
  const others = skipped.length - beyond.length;
  const rest = others > 0 ? `\n${others} other gateway(s) skipped; --dry-run says why\n` : '';
  return { text: rowsTable(rows, none), notes: `${remediesOf(failed)}${rest}` };
}

/** A remedy that several gateways share is told once, and one that is part of the message not again. */
export const remediesOf = (failed: readonly FailedGateway[]): string =>
  [...new Set(failed.map(({ message, remedy = '' }) => (message.includes(remedy) ? '' : remedy)))]
    .map((remedy) => (remedy === '' ? '' : `→ ${remedy}\n`))
    .join('');
