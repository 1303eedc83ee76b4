/**
 * `npm run pack -- --out DIR [NAME …]`: packages as tarballs, all of them or the named ones with everything of ours that they need. The
 * last line lists them, for whoever tries them in a project of their own.
 */
import { parseArgs } from 'node:util';
import { installAll } from './build/install.js';
import { publishedPackages, withNeeded } from './build/packages.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'packed' } },
});
const packages = positionals.length === 0 ? publishedPackages() : withNeeded(positionals);

installAll();
// Loaded after the install, since it needs the bundler.
const { buildAll, pack } = await import('./build/pack.js');

console.log(`building and packing ${packages.length} packages`);
await buildAll(packages);
console.log(JSON.stringify(pack(packages, values.out)));
