import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startEmulator } from '@polynat/emulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatedPages } from '../tools/docs/pages.ts';
import { compile } from './docs/compile.ts';
import { type Block, blocksOf, pages } from './docs/pages.ts';
import { paste } from './docs/shell.ts';
import { root } from './packages.ts';

/** Pages whose TypeScript other tests hold against files, and pages that show declarations. */
const elsewhere = (page: string) => page === 'docs/adding-a-cloud.md' || page.startsWith('docs/api/');
/** A reader of a package's page fills in what an ellipsis leaves out; guides leave nothing out. */
const whole = ({ page, text }: Block) =>
  /^(README|docs)/.test(page) || !text.replace(/'[^'\n]*'|\/\/.*$/gm, '').includes('…');

beforeAll(() => {
  execFileSync(process.execPath, ['tools/build.js', '--declarations'], { cwd: root });
}, 60_000);

describe('generated pages', () => {
  it('are up to date: `npm run docs` would change nothing', () => {
    const stale = [...generatedPages()].filter(([path, text]) => readFileSync(root + path, 'utf8') !== text);
    expect(stale.map(([path]) => path)).toEqual([]);
  });
});

describe('TypeScript of the pages', () => {
  it('compiles', async () => {
    const blocks = pages
      .filter((page) => !elsewhere(page))
      .flatMap(blocksOf)
      .filter(({ language, use }) => language === 'ts' && use === '');
    expect(blocks.filter(whole).length).toBeGreaterThan(40);
    expect(await compile(blocks.filter(whole))).toEqual([]);
  });
});

describe('commands of the pages', () => {
  const runnable = pages
    .filter((page) => page === 'README.md' || page.startsWith('docs/guides/'))
    .map((page) => ({
      page,
      blocks: blocksOf(page).filter(({ language, use }) => language === 'sh' && use !== 'shown'),
    }))
    .filter(({ blocks }) => blocks.length > 0);

  it.concurrent.each(runnable)(
    'of $page work as pasted',
    async ({ blocks }) => {
      const emulator = await startEmulator({ speed: 0 });
      const { code, transcript } = await paste(blocks, emulator.url);
      await emulator.close();
      expect(code, transcript).toBe(0);
      emulator.checkInvariants();
    },
    180_000,
  );

  it('are found by npx in a checkout', () => {
    const version = execFileSync('npx', ['polynat', '--version'], { cwd: root, encoding: 'utf8' });
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
