import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

const seed = {
  baidu: {
    gateways: [
      {
        ...{ name: 'shop', cuNum: 1, bindEips: 1 },
        snatRules: [{ ruleName: 'out', sourceCIDR: '10.0.1.0/24' }],
      },
    ],
  },
};

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal(seed);
});
afterEach(() => terminal.close());

interface Listed {
  readonly ref: string;
}

const take = (file: string, ...more: string[]) => terminal.type('fleet', 'inventory', '--out', file, ...more);

/** The first command lines load most of the command. */
describe('fleet inventory and diff', { timeout: 60_000 }, () => {
  it('write a snapshot that does not differ from itself', async () => {
    const first = await take('one');
    expect([first.exit, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/baidu +baidu +bj +key:\w+ +1 +\d+ +complete/);
    expect(first.out).toContain('one: 1 gateway(s)');
    const same = await terminal.type('fleet', 'diff', 'one', 'one');
    expect([same.exit, same.out]).toEqual([0, 'No differences.\n']);
  });

  it('tell what has changed between two snapshots', async () => {
    await take('one');
    const [gateway] = await terminal.json<readonly Listed[]>('gateways', 'list');
    await terminal.type('gateways', 'rename', gateway?.ref ?? '', 'web');
    const [rule] = await terminal.json<readonly { id: string }[]>('snat', 'list', gateway?.ref ?? '');
    await terminal.type('snat', 'remove', gateway?.ref ?? '', rule?.id ?? '', '--yes');
    expect((await take('two', '--since', 'one')).exit).toBe(0);
    const diff = await terminal.type('fleet', 'diff', 'one', 'two', '-o', 'csv');
    expect(diff.exit).toBe(6);
    expect(diff.out).toContain(`${gateway?.ref},web,name,shop,web\r\n`);
    expect(diff.out).toMatch(/SNAT removed,10\.0\.1\.0\/24 → 198\./);
    const lines = await terminal.type('fleet', 'diff', 'one', 'two', '-o', 'ndjson');
    expect(
      lines.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ type: 'changed', ref: gateway?.ref, snat: { removed: [{ id: rule?.id }] } }]);
  });

  it('end with 1 and name what could not be read', async () => {
    await take('one');
    terminal.emulator.faults.append({ kind: 'answer', status: 403, body: '{}', cloud: 'baidu' });
    const { exit, out, err } = await take('two', '--progress', 'json', '--json');
    const summary = JSON.parse(out);
    expect(exit).toBe(1);
    expect(summary.failures).toMatchObject([
      { cloud: 'baidu', part: 'gateways' },
      { cloud: 'baidu', part: 'addresses' },
    ]);
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toContainEqual(expect.objectContaining({ type: 'failed', cloud: 'baidu' }));
    const diff = await terminal.type('fleet', 'diff', 'one', 'two');
    expect([diff.exit, diff.out]).toEqual([1, expect.stringContaining('not compared: baidu: ')]);
  });

  it('carry rules over, and say so', async () => {
    await take('one');
    const second = await take('two', '--since', 'one', '--max-age', '1h');
    expect(second.out).toContain('rules of 1 carried over');
    expect(readFileSync(join(terminal.folder, 'two'), 'utf8')).toContain('"rules":"carried"');
    const diff = await terminal.type('fleet', 'diff', 'one', 'two');
    expect([diff.exit, diff.out]).toEqual([
      0,
      expect.stringContaining('not compared: baidu: rules of 1 gateway(s)'),
    ]);
  });

  it.each([
    [['--max-age', '1h'], '--max-age: is for rules of an earlier snapshot'],
    [['--region', 'mars'], 'no configured cloud has the region "mars"'],
    [['--since', 'none'], 'cannot read'],
    [['--concurrency', '0'], '--concurrency'],
  ])('refuse %j', async (words, told) => {
    const { exit, err } = await take('one', ...words);
    expect([exit, err]).toEqual([2, expect.stringContaining(told)]);
  });
});
