/** Declarations of every package, by one run of the compiler. It does not check types: `pnpm check` does. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { replaceFiles } from './files.js';
import { entryPoints, root } from './packages.js';
import { asCommonJs, withoutSurroundings } from './portable-declarations.js';

const cache = join(root, 'node_modules/.cache');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/** @param {readonly import('./packages.js').Package[]} packages */
export function declare(packages) {
  mkdirSync(cache, { recursive: true });
  const emitted = mkdtempSync(join(cache, 'declarations-'));
  try {
    const options = ['-p', 'tsconfig.declarations.json', '--outDir', emitted];
    execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: 'inherit' });
    for (const one of packages) publish(one, join(emitted, one.path));
  } finally {
    rmSync(emitted, { recursive: true, force: true });
  }
}

/**
 * Keeps what the types of entry points lead to. The rest is inside the bundle, and nobody can name it.
 *
 * @param {import('./packages.js').Package} one
 * @param {string} emitted
 */
function publish(one, emitted) {
  /** @type {Map<string, string>} */
  const reached = new Map();
  for (const { source } of entryPoints(one)) follow(join(emitted, declarationOf(source)), reached);
  const texts = new Map(
    [...reached].map(([file, text]) => [relative(join(emitted, 'src'), file), withoutSurroundings(text)]),
  );
  const isDeclaration = (/** @type {string} */ file) => file.endsWith('.d.ts') || isScope(file);
  replaceFiles(join(one.folder, 'dist'), new Map([...texts, ...asCommonJs(texts)]), isDeclaration);
}

/** @param {string} file */
const isScope = (file) => file.endsWith('package.json');

/** @param {string} source */
const declarationOf = (source) => source.replace(/\.ts$/, '.d.ts');

/**
 * @param {string} file
 * @param {Map<string, string>} reached
 */
function follow(file, reached) {
  if (reached.has(file) || !existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  reached.set(file, text);
  for (const [, path = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g)) {
    follow(join(dirname(file), declarationOf(path)), reached);
  }
}
