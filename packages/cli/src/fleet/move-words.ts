import type { MovesPlan, MovesSummary } from '@polynat/fleet';
import { type Row, remediesOf, rowOfFailed, rowOfSkipped, rowsTable, type Words } from './words.ts';

const reasons: Readonly<Record<MovesPlan['skipped'][number]['reason'], string>> = {
  excluded: 'excluded',
  'beyond-ceiling': 'beyond the ceiling',
  'migrated-before': 'migrated before',
  'under-way': 'under way',
};

/** Every gateway, for a dry run or a question. */
export function describeMoves({
  moves,
  skipped,
  failed,
}: Pick<MovesPlan, 'moves' | 'skipped' | 'failed'>): Words {
  const rows = [
    ...moves.map(
      ({ ref, name, purchases }): Row => ({
        ...{ gateway: ref, name, result: 'to migrate', tone: 'busy' as const },
        why: `${purchases} purchase(s)`,
      }),
    ),
    ...skipped.map((one) => rowOfSkipped(one, reasons)),
    ...failed.map((one) => rowOfFailed(one, 'cannot be migrated')),
  ];
  return { text: rowsTable(rows, 'There are no gateways.'), notes: remediesOf(failed) };
}

/** What was migrated or should have been; of the others the number. */
export function describeMovesSummary({ migrated, skipped, failed }: MovesSummary): Words {
  const told = skipped.filter(({ reason }) => reason !== 'excluded');
  const rows = [
    ...migrated.map(
      ({ ref, run, state }): Row => ({
        ...{ gateway: ref, result: state, tone: 'good' as const },
        why: `run ${run}`,
      }),
    ),
    ...told.map((one) => rowOfSkipped(one, reasons)),
    ...failed.map((one) => rowOfFailed(one, 'not migrated')),
  ];
  const next = migrated.some(({ state }) => state === 'awaiting-cut-over')
    ? '\nSwitch the traffic of each gateway, then run `polynat cut-over RUN` for it.\n'
    : '';
  const others = skipped.length - told.length;
  const rest = others > 0 ? `\n${others} other gateway(s) excluded; --dry-run lists them\n` : '';
  return {
    text: rowsTable(rows, 'No gateway is to be migrated.'),
    notes: `${remediesOf(failed)}${next}${rest}`,
  };
}
