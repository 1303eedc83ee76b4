import type { RenewalPlan, RenewalSummary, SkippedGateway } from '@polynat/fleet';
import {
  describeChanged,
  type Row,
  remediesOf,
  rowOfFailed,
  rowOfSkipped,
  rowsTable,
  type Words,
} from './words.ts';

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

export const describeSummary = ({ renewed, skipped, failed }: RenewalSummary): Words =>
  describeChanged(
    { changed: renewed, skipped, failed },
    { result: 'renewed', reasons, none: 'No gateway is due.' },
  );
