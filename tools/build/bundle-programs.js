/**
 * Before tests that start processes: those run what the sources say now, as few files, since one that reads hundreds takes a second to
 * start.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { asProgram, bundle } from './javascript.js';
import { publishedPackages, root } from './packages.js';

export default async function setup() {
  const commands = publishedPackages().filter(({ manifest }) => manifest.bin);
  await Promise.all([...commands.map(bundle), bundleWorker()]);
}

/** The process that tests of migrations kill and freeze. */
async function bundleWorker() {
  const outdir = join(root, 'test/dist');
  rmSync(outdir, { recursive: true, force: true });
  await build({ ...asProgram, entryPoints: [join(root, 'test/migration/worker.ts')], outdir });
  process.env.POLYNAT_TEST_WORKER = join(outdir, 'worker.js');
}
