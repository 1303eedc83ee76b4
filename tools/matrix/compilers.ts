import { publishedPackages } from '../build/packages.js';
import { typedProgram } from './programs.ts';
import type { Row } from './row.ts';

/** Compilers beside each other in one project. */
const compilers = { '5.4': 'typescript-5-4', '5.9': 'typescript-5-9', newest: 'typescript-newest' } as const;
type Compiler = keyof typeof compilers;

const installed = {
  'typescript-5-4': 'npm:typescript@~5.4.5',
  'typescript-5-9': 'npm:typescript@~5.9.3',
  'typescript-newest': 'npm:typescript@latest',
  '@types/node': '^20.19.0',
  '@types/pg': '^8.15.0',
  'reflect-metadata': '^0.2.2',
  pg: '^8.16.0',
  vitest: '^4.1.0',
};

const entryPoints = publishedPackages().flatMap(({ manifest }) =>
  Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([door]) => `${manifest.name}${door.slice(1)}`),
);
/** Needs types of Node wherever it is used: it is handed to servers of Node. */
const isNoServer = (door: string) => !door.startsWith('@polynat/server');
/** Its types name those of inversify: they need TypeScript 5.5, and are modules only from version 8 on. */
const withoutContainer = entryPoints.filter((door) => !door.startsWith('@polynat/inversify'));
const doorsFor = (compiler: string) => (compiler === '5.4' ? withoutContainer : entryPoints);

interface Setting {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly file: string;
}

const settings: readonly Setting[] = [
  { name: 'nodenext', options: { module: 'nodenext' }, file: 'index.mts' },
  { name: 'node16', options: { module: 'node16' }, file: 'index.mts' },
  { name: 'bundler', options: { module: 'esnext', moduleResolution: 'bundler' }, file: 'index.ts' },
  { name: 'nodenext, CommonJS', options: { module: 'nodenext' }, file: 'index.cts' },
  { name: 'node16, CommonJS', options: { module: 'node16' }, file: 'index.cts' },
  {
    name: 'node10, CommonJS',
    options: {
      module: 'commonjs',
      moduleResolution: 'node10',
      esModuleInterop: true,
      ignoreDeprecations: '5.0',
    },
    file: 'index.ts',
  },
];

const everywhere = Object.keys(compilers).flatMap((compiler) =>
  settings.map((setting) => compile(compiler as Compiler, setting, '^7.0.0', doorsFor(compiler))),
);

export const compilerRows: readonly Row[] = [
  ...everywhere,
  ...withoutTypes('newest'),
  ...withoutTypes('5.4'),
  compile('newest', named('nodenext'), '^8.2.0', entryPoints),
  compile('newest', named('nodenext, CommonJS'), '^8.2.0', entryPoints),
  compile('newest', named('node16, CommonJS'), '^8.2.0', withoutContainer),
  {
    ...compile('newest', named('node16, CommonJS'), '^8.2.0', entryPoints),
    name: 'TypeScript newest, node16, CommonJS, with @polynat/inversify on inversify 8',
    cannot: 'inversify 8 is published as ES modules only; use inversify 7, or `module: nodenext`',
  },
  {
    ...compile('5.4', named('nodenext'), '^7.0.0', entryPoints),
    name: 'TypeScript 5.4, nodenext, with @polynat/inversify',
    cannot: 'the types of inversify 7 and 8 need TypeScript 5.5; use it, or `skipLibCheck`',
  },
];

function compile(compiler: Compiler, setting: Setting, inversify: string, doors: readonly string[]): Row {
  const config = `tsconfig.${compiler}.${setting.name.replaceAll(/\W+/g, '-')}.json`;
  const kept = inversify.startsWith('^8') ? ', inversify 8' : '';
  const options = {
    ...{
      target: 'es2022',
      lib: ['es2022'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
    },
    ...setting.options,
  };
  return {
    name: `TypeScript ${compiler}, ${setting.name}${kept}`,
    beside: { ...installed, inversify },
    files: {
      [config]: JSON.stringify({ compilerOptions: options, files: [setting.file] }),
      [setting.file]: typedProgram(doors),
    },
    commands: [['node', `node_modules/${compilers[compiler]}/bin/tsc`, '-p', config, '--pretty', 'false']],
    ...(compiler === 'newest' &&
      setting.name.startsWith('node10') && {
        cannot: 'TypeScript 7 no longer has `moduleResolution: node10`',
      }),
  };
}

/** `types: []` and no browser: nothing declares `AbortSignal` or `node:http`. */
function withoutTypes(compiler: Compiler): readonly Row[] {
  return ['nodenext', 'bundler'].map((name) => {
    const setting = named(name);
    const bare = { ...setting, options: { ...setting.options, types: [] } };
    return {
      ...compile(compiler, bare, '^7.0.0', doorsFor(compiler).filter(isNoServer)),
      name: `TypeScript ${compiler}, ${name}, types: []`,
    };
  });
}

function named(name: string): Setting {
  const found = settings.find((setting) => setting.name === name);
  if (!found) throw new Error(`no setting is named ${name}`);
  return found;
}
