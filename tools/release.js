/**
 * `pnpm release`: packs every package, writes its bill of materials, and says what stands against publishing. It publishes nothing.
 *
 * - `pnpm release --version` first: turns changesets into versions and changelogs, to be reviewed and committed.
 * - `pnpm release --publish VERSION` publishes, in CI, on main, when nothing stands against it: with provenance, each version once.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll, pack } from './build/pack.js';
import { publishedPackages, root } from './build/packages.js';
import { repository } from './build/repository.js';
import { billOfMaterials, readLockfile } from './release/bill-of-materials.js';
import { objections } from './release/guards.js';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'release' },
    version: { type: 'boolean' },
    publish: { type: 'string' },
  },
});

const said = (/** @type {string} */ program, /** @type {string[]} */ ...words) =>
  execFileSync(program, words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

if (values.version) {
  execFileSync(join(root, 'node_modules/.bin/changeset'), ['version'], { cwd: root, stdio: 'inherit' });
  console.log('Review and commit the versions and changelogs. Then run `npm run docs`: pages now name npm.');
} else {
  await release();
}

async function release() {
  const out = resolve(root, values.out);
  const packed = await make(out);
  const against = objections(situation(packed));
  for (const objection of against) console.log(`not published: ${objection}`);
  if (values.publish === undefined) {
    console.log(`${packed.length} tarballs with bills of materials in ${out}. Nothing was published.`);
  } else if (against.length > 0) {
    process.exitCode = 1;
  } else {
    for (const { name, file } of packed.filter(({ published }) => !published)) {
      execFileSync('npm', ['publish', file, '--provenance', '--access', 'public'], { stdio: 'inherit' });
      console.log(`published ${name}`);
    }
  }
}

/** @param {string} out */
async function make(out) {
  mkdirSync(out, { recursive: true });
  const packages = publishedPackages();
  await buildAll(packages);
  const packed = pack(packages, out);
  const versions = Object.fromEntries(packages.map((one) => [one.manifest.name, versionIn(one.folder)]));
  const lockfile = readLockfile();
  for (const one of packages) {
    const bill = JSON.stringify(billOfMaterials(one, lockfile, versions), null, 2);
    writeFileSync(join(out, `${one.manifest.name.replace('@polynat/', 'polynat-')}.cdx.json`), `${bill}\n`);
  }
  return packed.map(({ name, file }) => {
    const version = versions[name] ?? '';
    return { name, file, version, published: isPublished(name, version) };
  });
}

/** @param {string} folder */
const versionIn = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;

/**
 * Asked only when something is to be published. An answer other than yes or no ends the release.
 *
 * @param {string} name
 * @param {string} version
 */
function isPublished(name, version) {
  if (values.publish === undefined) return false;
  const { stdout } = spawnSync('npm', ['view', `${name}@${version}`, 'version', '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  const answer = stdout.trim() === '' ? undefined : JSON.parse(stdout);
  if (answer === undefined || answer.error?.code === 'E404') return false;
  if (answer === version) return true;
  throw new Error(
    `npm does not say whether ${name}@${version} is published: ${JSON.stringify(answer.error)}`,
  );
}

/** @param {readonly { name: string, version: string, published: boolean }[]} packages */
function situation(packages) {
  return {
    branch: said('git', 'branch', '--show-current'),
    changes: said('git', 'status', '--porcelain'),
    origin: originUrl(),
    repository: repository.git,
    pendingChangesets: readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md')),
    packages,
    inContinuousIntegration: process.env.GITHUB_ACTIONS === 'true',
    confirmed: values.publish,
  };
}

function originUrl() {
  try {
    return said('git', 'remote', 'get-url', 'origin');
  } catch {
    return '';
  }
}
