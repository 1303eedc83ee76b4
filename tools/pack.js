/** `npm run pack -- --out DIR`: all packages as tarballs. The last line lists them, for whoever tries them in a project of their own. */
import { parseArgs } from 'node:util';
import { installAll } from './build/install.js';
import { publishedPackages } from './build/packages.js';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'packed' } } });

installAll();
// Loaded after the install, since it needs the bundler.
const { buildAll, pack } = await import('./build/pack.js');

const packages = publishedPackages();
console.log(`building and packing ${packages.length} packages`);
await buildAll(packages);
console.log(JSON.stringify(pack(packages, values.out)));
