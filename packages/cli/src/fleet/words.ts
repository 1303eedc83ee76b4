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

/** A remedy that several gateways share is told once, and one that is part of the message not again. */
export const remediesOf = (failed: readonly FailedGateway[]): string =>
  [...new Set(failed.map(({ message, remedy = '' }) => (message.includes(remedy) ? '' : remedy)))]
    .map((remedy) => (remedy === '' ? '' : `→ ${remedy}\n`))
    .join('');
