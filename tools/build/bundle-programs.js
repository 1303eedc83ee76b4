/**
 * Before tests that start processes: those run what the sources say now, as few files, since one that reads hundreds takes a second to
 * start.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { asProgram, bundle } from './javascript.js';
import { publishedPackages, root } from './packages.js';

const programs = join(root, 'test/dist');

export default async function setup() {
  rmSync(programs, { recursive: true, force: true });
  const bundled = publishedPackages().filter(
    ({ manifest }) => manifest.bin || manifest.name === '@polynat/portal',
  );
  await Promise.all([...bundled.map(bundle), bundleWorker(), bundleServing(), bundleStores()]);
}

/** The process that tests of migrations kill and freeze. */
async function bundleWorker() {
  const outdir = join(programs, 'worker');
  await build({ ...asProgram, entryPoints: [join(root, 'test/migration/worker.ts')], outdir });
  process.env.POLYNAT_TEST_WORKER = join(outdir, 'worker.js');
}

/** The command with the server inside, which is an optional peer of the published one. */
async function bundleServing() {
  const outdir = join(programs, 'serving');
  // It reads the files of its page beside itself.
  const external = ['@polynat/portal'];
  await build({ ...asProgram, external, entryPoints: [join(root, 'packages/cli/test/serving.ts')], outdir });
  process.env.POLYNAT_TEST_SERVING = join(outdir, 'serving.js');
}

/** The processes on each kind of store that the process suite of engines kills and freezes. */
export async function bundleStores() {
  const outdir = join(programs, 'stores');
  const entryPoints = {
    file: join(root, 'packages/engine/test/worker.ts'),
    postgres: join(root, 'packages/engine-postgres/test/worker.ts'),
  };
  await build({ ...asProgram, entryPoints, outdir });
  process.env.POLYNAT_TEST_STORES = outdir;
  return outdir;
}
