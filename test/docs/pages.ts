import { readdirSync, readFileSync } from 'node:fs';
import { root } from '../packages.ts';

function markdownIn(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
}

const readmeOf = (folder: string): readonly string[] =>
  readdirSync(`${root}${folder}`).includes('README.md') ? [`${folder}/README.md`] : [];

/** Every page people read, by its path below the root. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...markdownIn('docs'),
  ...['packages', 'adapters', 'examples'].flatMap((folder) =>
    readdirSync(`${root}${folder}`).flatMap((name) => readmeOf(`${folder}/${name}`)),
  ),
];

export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** The word after the language, which says what a test does with the block. */
  readonly use: string;
  readonly text: string;
}

export const pageText = (page: string): string => readFileSync(`${root}${page}`, 'utf8');

/** The fenced blocks of a page. */
export function blocksOf(page: string): readonly Block[] {
  const text = pageText(page);
  return [...text.matchAll(/^```(\w+)(?: ([^\n]+))?\n([\s\S]*?)^```$/gm)].map((found) => ({
    page,
    line: text.slice(0, found.index).split('\n').length,
    language: found[1] ?? '',
    use: found[2] ?? '',
    text: found[3] ?? '',
  }));
}
