/** `pnpm build`: everything that is published. `node tools/build.js --javascript @polynat/cli` makes the JavaScript of one package. */
import { parseArgs } from 'node:util';
import { declare } from './build/declarations.js';
import { bundle } from './build/javascript.js';
import { publishedPackages } from './build/packages.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { javascript: { type: 'boolean' }, declarations: { type: 'boolean' } },
});
const packages = publishedPackages().filter(
  ({ manifest }) => positionals.length === 0 || positionals.includes(manifest.name),
);
const both = !values.javascript && !values.declarations;

if (both || values.javascript) await Promise.all(packages.map(bundle));
if (both || values.declarations) declare(packages);
