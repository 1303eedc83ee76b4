/** Bundles the JavaScript of a package: few files, since the number of files is what an import costs. */
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { replaceFiles } from './files.js';
import { entryPoints, importedEntryPoints } from './packages.js';
import { pageOf } from './page.js';

/**
 * Entry points share what both need, so that a class exists once however it was imported; what is imported on demand is a file of its
 * own. Dependencies of a library stay imports. A command carries its dependencies, and starts sooner for it.
 *
 * @param {import('./packages.js').Package} one
 */
export async function bundle(one) {
  const { outputFiles = [] } = await build({
    absWorkingDir: one.folder,
    entryPoints: entryPoints(one).map(({ source, output }) => ({
      in: source,
      out: output.replace(/^dist\//, '').replace(/\.js$/, ''),
    })),
    outdir: 'dist',
    write: false,
    // What a package can do without stays outside, so that it is looked for where it is installed.
    external: Object.keys({ ...one.manifest.peerDependencies, ...one.manifest.optionalDependencies }),
    // Peers of the libraries inside a command are dependencies of the command.
    nodePaths: [join(one.folder, 'node_modules')],
    ...(one.manifest.bin ? asProgram : asLibrary),
  });
  const dist = join(one.folder, 'dist');
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(dist, path), text]));
  replaceFiles(dist, new Map([...texts, ...forRequire(one), ...(await pageOf(one))]), (file) =>
    /\.js(\.map)?$/.test(file),
  );
}

/**
 * What `require` gets: the same modules, which Node loads from 20.19 on, so that a class exists once. Declarations beside them are
 * CommonJS as well.
 *
 * @param {import('./packages.js').Package} one
 * @returns {readonly (readonly [string, string])[]}
 */
function forRequire(one) {
  return importedEntryPoints(one).map(({ output }) => {
    const file = output.replace(/^dist\//, '');
    const up = '../'.repeat(file.split('/').length);
    return [`require/${file}`, `module.exports = require('${up}${file}');\n`];
  });
}

/** @type {import('esbuild').BuildOptions} */
const forNode = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  conditions: ['@polynat/source'],
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
};

/**
 * A program carries its dependencies, CommonJS ones among them, which require modules of Node.
 *
 * @type {import('esbuild').BuildOptions}
 */
export const asProgram = {
  ...forNode,
  packages: 'bundle',
  banner: {
    js: "import { createRequire as polynatCreateRequire } from 'node:module'; const require = polynatCreateRequire(import.meta.url);",
  },
  plugins: [{ name: 'without-subprocesses', setup: withoutSubprocesses }],
};

/**
 * The parser of command lines starts subcommands that are programs of their own. This command has none, and loading what would start
 * them takes a tenth of the time of `--help`.
 *
 * @param {import('esbuild').PluginBuild} build
 */
function withoutSubprocesses({ onResolve, onLoad }) {
  onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
    /[/\\]commander[/\\]/.test(importer) ? { path: 'nothing', namespace: 'nothing' } : undefined,
  );
  onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
}

/** @type {import('esbuild').BuildOptions} */
const asLibrary = { ...forNode, packages: 'external', sourcemap: 'linked' };
