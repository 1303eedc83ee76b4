import { callingCommonJs, callingModule, callingPrints } from './programs.ts';
import type { Row } from './row.ts';

const files = { 'src/call.js': callingModule, 'src/call.cjs': callingCommonJs };
const esbuild = { esbuild: '^0.28.0' };
const webpack = { webpack: '^5.100.0' };

/** A bundle alone in its folder: what it leaves out is not found. */
const bundled = (
  name: string,
  beside: Row['beside'],
  build: readonly string[],
  output: string,
  more: Row['files'] = {},
): Row => ({
  name,
  beside,
  files: { ...files, ...more, 'alone.mjs': aloneProgram },
  commands: [build, ['node', 'alone.mjs', output]],
  prints: callingPrints,
});

/** Runs a bundle where no package can be found. */
const aloneProgram = `import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
const output = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'polynat-alone-'));
try {
  cpSync(dirname(output), folder, { recursive: true });
  const printed = execFileSync(process.execPath, [join(folder, basename(output))], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  process.stdout.write(printed);
} catch (error) {
  process.stderr.write(String(error.stderr));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
`;

const byEsbuild = (format: 'esm' | 'cjs', source: string, outfile: string) =>
  bundled(
    `esbuild, ${format === 'esm' ? 'ES module' : 'CommonJS'}`,
    esbuild,
    [
      'esbuild',
      source,
      '--bundle',
      '--platform=node',
      `--format=${format}`,
      `--outfile=${outfile}`,
      '--log-level=error',
    ],
    outfile,
  );

const webpackConfig = `module.exports = {
  mode: 'production', target: 'node20', entry: './src/call.cjs',
  output: { path: __dirname + '/webpack', filename: 'call.cjs' }, performance: { hints: false },
};
`;

const webpackModule = `module.exports = {
  mode: 'production', target: 'node20', entry: './src/call.js', experiments: { outputModule: true },
  output: { path: __dirname + '/webpack-module', filename: 'call.mjs', library: { type: 'module' } }, performance: { hints: false },
};
`;

const runWebpack = `const webpack = require('webpack');
webpack(require(process.argv[2]), (error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString({ all: false, errors: true }));
  process.exitCode = 1;
});
`;

/** Server-side bundle with every dependency inside. */
const viteConfig = `export default {
  logLevel: 'error',
  ssr: { noExternal: true, target: 'node' },
  build: { ssr: 'src/call.js', outDir: 'vite', rollupOptions: { output: { entryFileNames: 'call.mjs' } } },
};
`;

export const bundlerRows: readonly Row[] = [
  byEsbuild('esm', 'src/call.js', 'esbuild-module/call.mjs'),
  byEsbuild('cjs', 'src/call.cjs', 'esbuild-commonjs/call.cjs'),
  bundled(
    'Vite, server side',
    { vite: '^8.0.0' },
    ['vite', 'build', '--config', 'vite.config.mjs'],
    'vite/call.mjs',
    {
      'vite.config.mjs': viteConfig,
    },
  ),
  bundled('webpack, CommonJS', webpack, ['node', 'webpack.cjs', './webpack.config.cjs'], 'webpack/call.cjs', {
    ...{ 'webpack.cjs': runWebpack, 'webpack.config.cjs': webpackConfig },
  }),
  bundled(
    'webpack, ES module',
    webpack,
    ['node', 'webpack.cjs', './webpack.module.cjs'],
    'webpack-module/call.mjs',
    {
      ...{ 'webpack.cjs': runWebpack, 'webpack.module.cjs': webpackModule },
    },
  ),
];
