import { knownClouds } from '@polynat/cli';
import { describe, expect, it } from 'vitest';
import { sources, textOf, workspaces } from './packages.ts';

const short = (name: string) => name.replace('@polynat/', '').split('/')[0] ?? '';
const adapterNames = workspaces('adapters').map(({ name }) => short(name));

/** Who may import whom: the arrows of docs/design.md. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  access: ['core'],
  transport: ['core'],
  'adapter-kit': ['core', 'transport'],
  inversify: ['adapter-kit', 'core', 'transport'],
  testkit: ['core', 'engine'],
  emulator: [],
  engine: ['core'],
  'engine-postgres': ['core', 'engine', 'transport'],
  migrate: ['core', 'engine'],
  fleet: ['core', 'engine', 'migrate'],
  terraform: ['core', 'migrate'],
  server: ['access', 'core', 'engine', 'fleet', 'migrate'],
  /** Types alone: a browser loads it by itself. */
  pictures: ['migrate'],
  /** Of the others types alone: a browser loads it by itself. */
  portal: ['access', 'core', 'engine', 'migrate', 'pictures', 'server'],
  cli: [
    ...[
      'access',
      'adapter-kit',
      'core',
      'emulator',
      'engine',
      'engine-postgres',
      'fleet',
      'inversify',
      'migrate',
    ],
    ...['portal', 'server'],
    ...['pictures', 'terraform', 'transport'],
    ...adapterNames,
  ],
  ...Object.fromEntries(adapterNames.map((name) => [name, ['adapter-kit', 'core', 'transport']])),
  /** What two products of one provider share: nobody else may know it. */
  tencent: ['adapter-kit', 'core', 'transport'],
  'tencent-bm': ['adapter-kit', 'core', 'tencent', 'transport'],
  'tencent-vpc': ['adapter-kit', 'core', 'tencent', 'transport'],
};

const all = workspaces('packages', 'adapters');

describe('imports point one way', () => {
  it.each(all.map(({ path, name }) => [path, short(name)] as const))('%s', (path, name) => {
    const imported = sources(`${path}/src`).flatMap((file) =>
      [...textOf(file).matchAll(/(?:from|import\()\s*'(@polynat\/[^']+)'/g)].map((match) =>
        short(match[1] ?? ''),
      ),
    );
    expect([...new Set(imported)].filter((other) => !mayImport[name]?.includes(other))).toEqual([]);
  });

  it.each([
    ['got', 'packages/transport/src/got-sender.ts'],
    ['fast-xml-parser', 'packages/transport/src/xml.ts'],
  ])('only one file knows %s', (library, home) => {
    const knowing = all
      .flatMap(({ path }) => sources(`${path}/src`))
      .filter((file) => new RegExp(`(?:from|import\\()\\s*'${library}'`).test(textOf(file)));
    expect(knowing).toEqual([home]);
  });

  it('no package stars its exports', () => {
    const starred = all
      .flatMap(({ path }) => sources(`${path}/src`))
      .filter((file) => /export \*/.test(textOf(file)));
    expect(starred).toEqual([]);
  });
});

describe('the one list of clouds', () => {
  const list = 'packages/cli/src/clouds/known.ts';
  const naming = (file: string) => adapterNames.filter((name) => textOf(file).includes(`'@polynat/${name}`));

  it('has every adapter', () => {
    expect(naming(list)).toEqual(adapterNames);
    expect(knownClouds.map(({ kind }) => kind)).toEqual(adapterNames);
  });

  it('is the only place of the command line, of containers and of tools that imports one', () => {
    const files = ['packages/cli/src', 'packages/inversify/src', 'tools'].flatMap(sources);
    expect(files.filter((file) => naming(file).length > 0)).toEqual([list]);
  });
});

describe('words of a provider', () => {
  it.each(['core', 'engine', 'migrate', 'transport', 'adapter-kit'])(
    'do not appear in the code of %s',
    (name) => {
      const speaking = sources(`packages/${name}/src`).filter((file) =>
        /alibaba|aliyun|baidu|tencent|qcloud/i.test(withoutComments(textOf(file))),
      );
      expect(speaking).toEqual(name === 'core' ? ['packages/core/src/runtime/redact.ts'] : []);
    },
  );
});

/** Redaction must know how providers write their secrets; nothing else neutral may. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

describe('packages', () => {
  it.each(all.map(({ path, manifest }) => [path, manifest] as const))(
    '%s declares what it publishes',
    (_path, manifest) => {
      expect(manifest.sideEffects).toBe(false);
      expect(manifest.exports?.['.']).toMatchObject({
        '@polynat/source': './src/index.ts',
        types: './dist/index.d.ts',
      });
    },
  );
});
