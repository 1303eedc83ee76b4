import type { Gateway } from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fleet } from '../src/demo/fleet.ts';
import { csvOf, namesOf } from '../src/terminal/formats.ts';
import { sheet, table } from '../src/terminal/table.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

describe('--format', () => {
  it('name prints refs alone, which other commands accept', async () => {
    const { exit, out } = await terminal.type('gateways', 'list', '-o', 'name');
    const refs = out.trim().split('\n');
    expect([exit, refs.length]).toEqual([0, 3]);
    for (const ref of refs)
      expect(await terminal.type('gateways', 'get', ref, '-o', 'name')).toMatchObject({ out: `${ref}\n` });
  });

  it('stands before or after the words of the command', async () => {
    const after = await terminal.type('gateways', 'list', '--format', 'csv');
    expect(await terminal.type('--format', 'csv', 'gateways', 'list')).toEqual(after);
  });

  it('name prints public IPs alone, although the cloud is the first column', async () => {
    const { out } = await terminal.type('addresses', 'list', '--cloud', 'alibaba', '-o', 'name');
    expect(out).toMatch(/^(\d+\.\d+\.\d+\.\d+\n)+$/);
  });

  it('yaml has the data of json', async () => {
    const words = ['gateways', 'list', '--cloud', 'baidu'];
    const { out } = await terminal.type(...words, '-o', 'yaml');
    expect(parse(out)).toEqual(await terminal.json<Gateway[]>(...words));
  });

  it('refuses an unknown format, and reports mistakes as JSON with json', async () => {
    const { exit, err } = await terminal.type('clouds', '-o', 'xml');
    expect([exit, err]).toEqual([2, expect.stringMatching(/unknown value "xml"\n→ use one of: table, wide/)]);
    const mistake = await terminal.type('gateways', 'lst', '-o', 'json');
    expect(JSON.parse(mistake.err)).toMatchObject({ error: { code: 'usage' } });
  });

  it('keeps its columns in wide and csv, whatever the rows are', () => {
    const columns = [
      { title: 'id', of: ({ id }: { id: string }) => id },
      { title: 'note', of: () => undefined },
    ];
    const text = table([{ id: 'a,"b"' }], columns, 'none');
    expect(csvOf(text)).toBe('id,note\r\n"a,""b""",\r\n');
    expect(csvOf(table([], columns, 'none'))).toBe('id,note\r\n');
    expect(namesOf(text)).toBe('a,"b"\n');
    expect(csvOf(sheet({ id: 'a', note: undefined }))).toBe('id,note\r\na,\r\n');
  });
});
