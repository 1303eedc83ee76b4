/** The web page of a package: its script as one file with all that it needs, and the files beside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {import('./packages.js').Package} one
 * @returns {Promise<ReadonlyMap<string, string>>} Texts by their path below `dist`; none for a package without a folder `page`.
 */
export async function pageOf({ folder }) {
  const page = join(folder, 'page');
  if (!existsSync(page)) return new Map();
  const { outputFiles = [] } = await build({
    absWorkingDir: folder,
    entryPoints: ['page/portal.ts'],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    conditions: ['@polynat/source'],
    legalComments: 'eof',
    logLevel: 'warning',
  });
  const beside = readdirSync(page).filter((file) => !file.endsWith('.ts'));
  return new Map([
    ...beside.map((file) => /** @type {const} */ ([`page/${file}`, readFileSync(join(page, file), 'utf8')])),
    ...outputFiles.map(({ text }) => /** @type {const} */ (['page/portal.js', text])),
  ]);
}
