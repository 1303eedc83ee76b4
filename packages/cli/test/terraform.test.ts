import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
let ref: string;
beforeAll(async () => {
  terminal = await openTerminal({
    baidu: { gateways: [{ name: 'search-out', vpc: 'bj-network', cuNum: 1, bindEips: 2 }] },
  });
  const gateways = await terminal.json<{ ref: string }[]>('gateways', 'list', '--name', 'search-out');
  ref = gateways[0]?.ref ?? '';
});
afterAll(() => terminal.close());

it('writes the files of a configuration into a new folder, and never over others', async () => {
  const first = await terminal.type('export', ref, '--format', 'terraform', '--output-dir', 'infra');
  expect([first.exit, first.out]).toEqual([
    0,
    expect.stringContaining('must say: 5 to import, 0 to add, 0 to change, 0 to destroy.'),
  ]);
  const folder = join(terminal.folder, 'infra');
  expect(readdirSync(folder)).toEqual(['addresses.tf', 'gateway.tf', 'imports.tf', 'versions.tf']);
  expect(readFileSync(join(folder, 'gateway.tf'), 'utf8')).toContain(`# ${ref}\n`);
  const second = await terminal.type('export', ref, '--format', 'terraform', '--output-dir', 'infra');
  expect([second.exit, second.err]).toEqual([2, expect.stringContaining('infra/versions.tf exists already')]);
});

it('prints one configuration, or JSON', async () => {
  const { out } = await terminal.type('export', ref, '--format', 'terraform');
  expect(out).toMatch(/^terraform \{\n {2}required_version/);
  const made = await terminal.json<{ imports: number; files: unknown[] }>(
    'export',
    ref,
    '--format',
    'terraform',
  );
  expect([made.imports, made.files.length]).toEqual([5, 4]);
});

it.each([
  ['a document', ['export', 'shop.yaml', '--format', 'terraform'], 'name the gateway'],
  ['an unknown format', ['export', 'baidu:bj/nat-1', '--format', 'pulumi'], 'name, terraform'],
  ['its format for others', ['gateways', 'list', '--format', 'terraform'], 'csv, name'],
  ['a folder for a document', ['export', 'baidu:bj/nat-1', '--output-dir', 'x'], '--format terraform'],
])('refuses %s', async (_what, args, remedy) => {
  const { exit, err } = await terminal.type(...args);
  expect([exit, err]).toEqual([2, expect.stringContaining(remedy)]);
});
