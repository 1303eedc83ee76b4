import { existsSync, readFileSync } from 'node:fs';
import { root } from './packages.ts';

interface Manifest {
  readonly name: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** How a package is installed: from npm once a release has written its changelog, before from a clone. */
export function installation(path: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'));
  const { name, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
  const names = [...new Set([...(name === '@polynat/cli' ? [] : ['@polynat/core']), name])];
  if (existsSync(`${root}${path}/CHANGELOG.md`))
    return shell(`npm install ${[...names, ...peers].join(' ')}`);
  const tarballs = ['../polynat/packed/*.tgz', ...peers].join(' ');
  return `It is not on npm yet. Make tarballs of it and of what it needs in a clone of [Polynat](../../README.md), and install them in your project:

${shell(`npm run pack -- --out packed ${names.join(' ')}   # in the clone\nnpm install ${tarballs}   # in your project`)}`;
}

const shell = (lines: string): string => `\`\`\`sh\n${lines}\n\`\`\``;
