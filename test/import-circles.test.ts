import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sources, textOf, workspaces } from './packages.ts';

/** `from '…'`, `import('…')` and the bare `import '…'`; imports of types count too. */
const relativeImport = /(?:from|import\(|import)\s*'(\.{1,2}\/[^']+\.ts)'/g;

const importsOf = (file: string, files: ReadonlySet<string>): readonly string[] =>
  [...textOf(file).matchAll(relativeImport)]
    .map(([, path = '']) => join(dirname(file), path))
    .filter((path) => files.has(path));

/** The first way from a file back to itself, or `undefined` when there is none. */
function circleIn(files: readonly string[]): readonly string[] | undefined {
  const known = new Set(files);
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const imported of importsOf(file, known)) {
      const circle = visit(imported, [...path, file]);
      if (circle) return circle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of files) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

const folders = workspaces('packages', 'adapters', 'examples').map(({ path }) => `${path}/src`);

describe('no file imports itself through others', () => {
  it.each([...folders, 'tools'])('%s', (folder) => {
    expect(circleIn(sources(folder))).toBeUndefined();
  });
});
