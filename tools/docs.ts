/** Writes every generated page: API reference, commands, capability tables. Needs the built declarations. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from './docs/packages.ts';
import { generatedPages } from './docs/pages.ts';

for (const [path, text] of generatedPages()) {
  mkdirSync(dirname(`${root}${path}`), { recursive: true });
  writeFileSync(`${root}${path}`, text);
}
