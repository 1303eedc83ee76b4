import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, pages, pageText } from './docs/pages.ts';
import { root } from './packages.ts';

/** As GitHub makes anchors of headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsOf = (page: string): readonly string[] =>
  [...withoutBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const withoutBlocks = (page: string): string => pageText(page).replace(/^```[\s\S]*?^```$/gm, '');

const localLinksOf = (page: string): readonly string[] =>
  [...withoutBlocks(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^https?:/.test(target));

function leadsNowhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
}

describe('a page', () => {
  it.each(pages)('%s has links that lead somewhere', (page) => {
    expect(localLinksOf(page).filter((link) => leadsNowhere(page, link))).toEqual([]);
  });

  it.each(pages)('%s says what each of its blocks is', (page) => {
    const unknown = blocksOf(page).filter(
      ({ language, use }) => language === 'sh' && !['', 'shown', 'background'].includes(use),
    );
    expect(unknown.map(({ line, use }) => `${line}: ${use}`)).toEqual([]);
  });
});

describe('the guides', () => {
  it('are all named in the README', () => {
    const guides = pages.filter((page) => page.startsWith('docs/guides/'));
    const named = localLinksOf('README.md');
    expect(guides.filter((guide) => !named.includes(guide))).toEqual([]);
  });
});
