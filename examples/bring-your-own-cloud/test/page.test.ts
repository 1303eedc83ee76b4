import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/** Blocks that say which file they show: ```ts src/signer.ts */
const blocks = [
  ...(await read('../../../docs/adding-a-cloud.md')).matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm),
];

describe('docs/adding-a-cloud.md', () => {
  it.each(blocks.map(([, path = '', text = '']) => ({ path, text })))(
    'shows $path as it is',
    async ({ path, text }) => {
      const file = await read(`../${path}`);
      for (const part of text.split(/^ *\/\/ …$/m)) expect(file).toContain(part.trim());
    },
  );

  it('names every file, and shows all but one', async () => {
    const files = (await readdir(new URL('../src', import.meta.url))).map((file) => `src/${file}`);
    const shown = new Set(blocks.map(([, path]) => path));
    expect(files.filter((file) => !shown.has(file))).toEqual(['src/addresses.ts']);
  });
});
