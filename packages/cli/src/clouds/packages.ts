import { pathToFileURL } from 'node:url';
import { type CloudDefinition, readDefinition } from '@polynat/adapter-kit';
import { NatError } from '@polynat/core';
import { resolve } from 'import-meta-resolve';

/** The cloud that a package or a file exports as `cloud`, looked for from a folder as Node does for a file in it. */
export async function cloudIn(use: unknown, folder: string, alias: string): Promise<CloudDefinition> {
  const field = `clouds.${alias}.use`;
  if (typeof use !== 'string' || use === '') {
    throw new NatError('invalid-argument', 'must name a package or a file', {
      field,
      remedy: "write use: '@acme/volcano' or use: ./volcano.js",
    });
  }
  const { cloud } = await imported(use, folder, field);
  if (cloud === undefined) {
    throw new NatError('invalid-argument', `"${use}" does not export \`cloud\``, {
      field,
      remedy: 'export the definition of the cloud under this name',
    });
  }
  return definitionOf(cloud, use, field);
}

interface Exports {
  readonly cloud?: unknown;
}

async function imported(use: string, folder: string, field: string): Promise<Exports> {
  try {
    const found = resolve(use, pathToFileURL(`${folder}/polynat.yaml`).href);
    const exported: Exports = await import(/* @vite-ignore */ found);
    return exported;
  } catch (thrown) {
    throw new NatError('invalid-argument', `cannot load "${use}": ${reasonOf(thrown)}`, {
      field,
      remedy: `install it in ${folder} or above, or correct the name`,
    });
  }
}

/** Such as `Cannot find package '@acme/volcano' imported from /srv/polynat.yaml`. */
const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1).join('');

function definitionOf(cloud: unknown, use: string, field: string): CloudDefinition {
  try {
    return readDefinition(cloud, use);
  } catch (thrown) {
    const { plain, field: wrong } = NatError.from(thrown);
    throw new NatError(
      'invalid-argument',
      `the cloud that "${use}" exports does not fit: ${wrong} ${plain}`,
      {
        field,
        remedy: 'compare it with CloudDefinition of @polynat/adapter-kit, or install a version that fits',
      },
    );
  }
}
