/** Writes every generated page: API reference, commands, capability tables. Needs the built declarations. */
import { writeFileSync } from 'node:fs';
import { root } from './docs/packages.ts';
import { generatedPages } from './docs/pages.ts';

for (const [path, text] of generatedPages()) writeFileSync(`${root}${path}`, text);
