import type { FailedRenewal, RenewalPlan, RenewalSummary, SkippedGateway } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Tone } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

interface Row {
  readonly gateway: string;
  readonly name?: string | undefined;
  readonly result: string;
  readonly why?: string;
  readonly tone?: Tone;
}

const columns = [
  { title: 'gateway', of: ({ gateway }: Row) => gateway, names: true as const },
  { title: 'name', of: ({ name }: Row) => name },
  { title: 'result', of: ({ result }: Row) => result, tone: ({ tone }: Row) => tone },
  { title: 'why', of: ({ why }: Row) => why },
];

type Words = Pick<Answer, 'text' | 'notes'>;

/** Every gateway, for a dry run. */
export function describePlan({
  due,
  skipped,
  failed,
}: Pick<RenewalPlan, 'due' | 'skipped' | 'failed'>): Words {
  const rows = [
    ...due.map(({ ref, name }): Row => ({ gateway: `${ref}`, name, result: 'due', tone: 'busy' })),
    ...skipped.map(skippedRow),
    ...failed.map((one) => failedRow(one, 'cannot be renewed')),
  ];
  return { text: table(rows, columns, 'There are no gateways.'), notes: remediesOf(failed) };
}

/** What was renewed or should have been; of the others the number. */
export function describeSummary({ renewed, skipped, failed }: RenewalSummary): Words {
  const beyond = skipped.filter(({ reason }) => reason === 'beyond-ceiling');
  const rows = [
    ...renewed.map(({ ref }): Row => ({ gateway: ref, result: 'renewed', tone: 'good' })),
    ...beyond.map(skippedRow),
    ...failed.map((one) => failedRow(one, 'not renewed')),
  ];
  const others = skipped.length - beyond.length;
  const rest = others > 0 ? `\n${others} other gateway(s) skipped; --dry-run says why\n` : '';
  return { text: table(rows, columns, 'No gateway is due.'), notes: `${remediesOf(failed)}${rest}` };
}

const resultWords: Readonly<Record<SkippedGateway['reason'], string>> = {
  'not-prepaid': 'not prepaid',
  'not-due': 'not due',
  excluded: 'excluded',
  'beyond-ceiling': 'beyond the ceiling',
  'renewed-before': 'renewed before',
};

const skippedRow = ({ ref, name, reason, why }: SkippedGateway): Row => ({
  ...{ gateway: ref, name, result: resultWords[reason], why },
  tone: reason === 'beyond-ceiling' ? 'bad' : 'faint',
});

const failedRow = ({ ref, name, cloud, message }: FailedRenewal, result: string): Row => ({
  ...{ gateway: ref ?? `${cloud}`, name, result, why: message, tone: 'bad' },
});

/** A remedy that several gateways share is told once, and one that is part of the message not again. */
const remediesOf = (failed: readonly FailedRenewal[]): string =>
  [...new Set(failed.map(({ message, remedy = '' }) => (message.includes(remedy) ? '' : remedy)))]
    .map((remedy) => (remedy === '' ? '' : `→ ${remedy}\n`))
    .join('');
