import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, typeInto } from './stage.ts';

const definition = `{
  kind: 'toy', title: 'Toy',
  settings: {
    region: { example: 'attic', pattern: /^[a-z]+$/, must: 'must name a region, such as attic', variables: [] },
    endpoint: { example: 'https://toy.example' },
    own: { shelf: { oneOf: ['upper', 'lower'], summary: 'Where it stands' } },
  },
  credentials: { fields: { name: {} }, variables: [{ name: 'TOY_NAME' }] },
  load: async () => () => { throw new Error('the toy is broken'); },
}`;

/** Types into a folder with this configuration, and this module in the file or package called so. */
function typeWith(entry: string, module: string, path: string, ...args: readonly string[]) {
  const directory = newFolder();
  writeFileSync(join(directory, 'polynat.yaml'), `clouds:\n  toy: ${entry}\n`);
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), module);
  if (path.startsWith('node_modules')) {
    const manifest = { name: '@acme/toy', type: 'module', exports: { '.': { import: './index.js' } } };
    writeFileSync(join(directory, path, '../package.json'), JSON.stringify(manifest));
  }
  return typeInto({ directory, home: directory }, ...args);
}

describe('a cloud of a package', () => {
  it.each([
    ['@acme/toy', 'node_modules/@acme/toy/index.js'],
    ['./toys/toy.mjs', 'toys/toy.mjs'],
  ])('is looked for from the folder of the configuration: %s', async (use, path) => {
    const entry = `{ use: '${use}', region: attic, shelf: upper, credentials: { profile: mine } }`;
    const { exit, out, err } = await typeWith(entry, `export const cloud = ${definition};`, path, 'clouds');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain(use);
    expect(out).toMatch(/toy +toy .*attic +profile mine/);
  });

  it.each([
    [
      'is not installed',
      "use: '@acme/other'",
      'export {}',
      /clouds\.toy\.use: cannot load "@acme\/other".*→ /s,
    ],
    ['exports nothing', 'use: ./toy.mjs', 'export {}', /clouds\.toy\.use: .* does not export `cloud`/],
    [
      'exports something else',
      'use: ./toy.mjs',
      "export const cloud = { kind: 'toy', title: 'Toy', settings: {} };",
      /clouds\.toy\.use: the cloud that "\.\/toy\.mjs" exports does not fit: settings\.region/,
    ],
    [
      'is named beside a cloud',
      'use: ./toy.mjs, cloud: baidu',
      'export {}',
      /clouds\.toy\.cloud: .*\n→ write either/,
    ],
    ['is no name', 'use: 7', 'export {}', /clouds\.toy\.use: must name a package or a file/],
    [
      'is given a wrong setting',
      'use: ./toy.mjs, shelf: middle',
      `export const cloud = ${definition};`,
      /clouds\.toy\.shelf: must be upper or lower/,
    ],
  ])('that %s is refused with the field', async (_what, entry, module, message) => {
    const { exit, err } = await typeWith(`{ region: attic, ${entry} }`, module, 'toy.mjs', 'clouds');
    expect([exit, err]).toEqual([2, expect.stringMatching(message)]);
  });

  it('whose driver cannot be made says why', async () => {
    const module = `export const cloud = ${definition};`;
    const { exit, err } = await typeWith(
      '{ use: ./toy.mjs, region: attic }',
      module,
      'toy.mjs',
      ...['gateways', 'list'],
    );
    expect([exit, err]).toEqual([1, expect.stringContaining('the toy is broken')]);
  });
});
