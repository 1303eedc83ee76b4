import type { Outcome } from './row.ts';

const marks = { green: '✓', red: '✗', explained: '–', 'not tried': '?' } as const;

/** One line a row; what is not green says why. */
export function printTable(outcomes: readonly Outcome[]): void {
  const width = Math.max(...outcomes.map(({ row }) => row.name.length));
  console.log('');
  for (const { row, result, why } of outcomes) {
    const [first = '', ...more] = (why ?? '').split('\n');
    console.log(`${marks[result]} ${row.name.padEnd(width)}  ${result.padEnd(9)}  ${first}`.trimEnd());
    for (const line of more) console.log(`${' '.repeat(width + 15)}${line}`);
  }
  const counts = Object.keys(marks)
    .map((result) => [result, outcomes.filter((one) => one.result === result).length] as const)
    .filter(([, count]) => count > 0);
  console.log(`\n${counts.map(([result, count]) => `${count} ${result}`).join(', ')}`);
}
