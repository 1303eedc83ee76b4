import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root, textOf, workspaces } from './packages.ts';

/** Everything a door exports, types included, as its source says it: doors name each export. */
function exportsOf(path: string): readonly string[] {
  const text = textOf(path).replace(/\/\*[\s\S]*?\*\//g, '');
  const listed = [...text.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, allTypes, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => `${allTypes ?? ''}${name}`.replace(/^(type )?type /, 'type ')),
  );
  const declared = [
    ...text.matchAll(/export (?:declare )?(?:async )?(const|function|class|interface|type) (\w+)/g),
  ].map(([, kind, name]) => (kind === 'interface' || kind === 'type' ? `type ${name}` : `${name}`));
  return [...listed, ...declared].sort();
}

describe('the public surface', () => {
  const doors = workspaces('packages', 'adapters').flatMap(({ path, name, manifest }) =>
    Object.entries(manifest.exports ?? {}).flatMap(([door, target]) => {
      const source = (target as Record<string, string>)['@polynat/source'];
      return source?.endsWith('.ts')
        ? [{ door: `${name}${door.slice(1)}`, file: `${path}/${source.slice(2)}` }]
        : [];
    }),
  );

  it.each(doors)('of $door is as committed', async ({ door, file }) => {
    expect(existsSync(`${root}${file}`)).toBe(true);
    const snapshot = `./surface/${door.replace('@polynat/', '').replaceAll('/', '.')}.txt`;
    await expect(`${exportsOf(file).join('\n')}\n`).toMatchFileSnapshot(snapshot);
  });
});
