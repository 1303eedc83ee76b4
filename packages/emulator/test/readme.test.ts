import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { choices as alibaba } from '../src/clouds/alibaba/choices.ts';
import { choices as baidu } from '../src/clouds/baidu/choices.ts';
import { choices as tencentBm } from '../src/clouds/tencent-bm/choices.ts';
import { choices as tencentVpc } from '../src/clouds/tencent-vpc/choices.ts';

interface Choice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

const tables: Readonly<Record<string, readonly Choice[]>> = {
  alibaba,
  baidu,
  'tencent-bm': tencentBm,
  'tencent-vpc': tencentVpc,
};

/** A table as the formatter of this repository lays it out: every column as wide as its widest cell. */
function render(choices: readonly Choice[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = choices.map(({ topic, choice, reason }) => [topic, choice, reason].map(cell));
  const head = ['topic', 'what happens here', 'why'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

describe('the README', () => {
  // `vitest -u` writes the tables anew.
  it('shows the choices of every cloud as the code makes them', async () => {
    const written = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const rendered = written.replace(
      /(<!-- choices: ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
      (_, start: string, cloud: string, end: string) => `${start}\n${render(tables[cloud] ?? [])}\n\n${end}`,
    );
    await expect(rendered).toMatchFileSnapshot('../README.md');
  });

  it.each(Object.entries(tables))('gives a reason for every choice of %s', (_, choices) => {
    expect(choices.length).toBeGreaterThan(10);
    expect(choices.filter(({ choice, reason }) => choice === '' || reason === '')).toEqual([]);
    expect(new Set(choices.map(({ topic }) => topic)).size).toBe(choices.length);
  });
});
