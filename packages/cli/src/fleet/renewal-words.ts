import type { RenewalPlan, RenewalSummary, SkippedGateway } from '@polynat/fleet';
import { type Row, remediesOf, rowOfFailed, rowOfSkipped, rowsTable, type Words } from './words.ts';

const reasons: Readonly<Record<SkippedGateway['reason'], string>> = {
  'not-prepaid': 'not prepaid',
  'not-due': 'not due',
  excluded: 'excluded',
  'beyond-ceiling': 'beyond the ceiling',
  'renewed-before': 'renewed before',
};

/** Every gateway, for a dry run. */
export function describePlan({
  due,
  skipped,
  failed,
}: Pick<RenewalPlan, 'due' | 'skipped' | 'failed'>): Words {
  const rows = [
    ...due.map(({ ref, name }): Row => ({ gateway: `${ref}`, name, result: 'due', tone: 'busy' })),
    ...skipped.map((one) => rowOfSkipped(one, reasons)),
    ...failed.map((one) => rowOfFailed(one, 'cannot be renewed')),
  ];
  return { text: rowsTable(rows, 'There are no gateways.'), notes: remediesOf(failed) };
}

/** What was renewed or should have been; of the others the number. */
export function describeSummary({ renewed, skipped, failed }: RenewalSummary): Words {
  const beyond = skipped.filter(({ reason }) => reason === 'beyond-ceiling');
  const rows = [
    ...renewed.map(({ ref }): Row => ({ gateway: ref, result: 'renewed', tone: 'good' })),
    ...beyond.map((one) => rowOfSkipped(one, reasons)),
    ...failed.map((one) => rowOfFailed(one, 'not renewed')),
  ];
  const others = skipped.length - beyond.length;
  const rest = others > 0 ? `\n${others} other gateway(s) skipped; --dry-run says why\n` : '';
  return { text: rowsTable(rows, 'No gateway is due.'), notes: `${remediesOf(failed)}${rest}` };
}
