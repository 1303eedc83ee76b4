import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Feature } from '../../packages/core/src/index.ts';
import { apiPage } from './api-reference.ts';
import { comparison, factSheet, sizeSheet } from './capability-tables.ts';
import { type DocumentedCloud, documentedClouds } from './clouds.ts';
import { commandPage } from './command-reference.ts';
import { featureWords, headlines } from './feature-words.ts';
import { installation } from './install.ts';
import { fill } from './markers.ts';
import { publicPackages, root } from './packages.ts';
import { keyPlaces, ownSettings } from './setting-tables.ts';
import { table } from './table.ts';

/** Every page that is generated, wholly or in part, by its path below the root. Reads the built declarations. */
export function generatedPages(): ReadonlyMap<string, string> {
  const packages = publicPackages();
  const api = packages.map((one) => [`docs/api/${pageOf(one.name)}`, apiPage(one)] as const);
  const index = packages.map(({ name, description }) => [`[\`${name}\`](${pageOf(name)})`, description]);
  const clouds = documentedClouds
    .filter(hasPage)
    .map(
      (cloud) =>
        [
          `docs/clouds/${cloud.page}.md`,
          filled(`docs/clouds/${cloud.page}.md`, { capabilities: factSheet(cloud), sizes: sizeSheet(cloud) }),
        ] as const,
    );
  const written = [
    ['README.md', filled('README.md', { capabilities: comparison(headlines) })],
    [
      'docs/guides/capabilities.md',
      filled('docs/guides/capabilities.md', {
        capabilities: comparison(Object.keys(featureWords) as Feature[]),
      }),
    ],
    [
      'docs/guides/several-clouds.md',
      filled('docs/guides/several-clouds.md', { settings: ownSettings(), keys: keyPlaces() }),
    ],
    ...packages.map(
      ({ path }) =>
        [`${path}/README.md`, filled(`${path}/README.md`, { install: installation(path) })] as const,
    ),
    ['docs/commands.md', commandPage()],
    ['docs/api/README.md', `# API reference\n\n${table(['package', ''], index)}\n`],
    ...clouds,
    ...api,
  ] as const;
  return new Map(written.map(([path, text]) => [path, format(path, text)]));
}

/** As the formatter leaves it, so that a generated page passes the checks and a second run changes nothing. */
const format = (path: string, text: string): string =>
  execFileSync(`${root}node_modules/.bin/biome`, ['format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });

const pageOf = (name: string): string => `${name.replace('@polynat/', '')}.md`;

const filled = (path: string, parts: Readonly<Record<string, string>>): string =>
  fill(readFileSync(`${root}${path}`, 'utf8'), parts);

const hasPage = ({ page }: DocumentedCloud): boolean => existsSync(`${root}docs/clouds/${page}.md`);
