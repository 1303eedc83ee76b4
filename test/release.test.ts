import { describe, expect, it } from 'vitest';
import { publishedPackages, withNeeded } from '../tools/build/packages.js';
import { publishedManifest } from '../tools/build/published-manifest.js';
import { billOfMaterials, readLockfile } from '../tools/release/bill-of-materials.js';
import { objections } from '../tools/release/guards.js';

const ready = {
  branch: 'main',
  changes: '',
  origin: 'git@github.com:polynat/polynat.git',
  repository: 'git+https://github.com/polynat/polynat.git',
  pendingChangesets: [],
  packages: [{ name: '@polynat/cli', version: '1.2.3', published: false }],
  inContinuousIntegration: true,
  confirmed: '1.2.3',
};

describe('a release', () => {
  it('is published when nothing stands against it', () => {
    expect(objections(ready)).toEqual([]);
  });

  it.each([
    ['another branch', { branch: 'try' }, /branch is try/],
    ['changes that are not committed', { changes: ' M README.md' }, /has changes/],
    ['a checkout of something else', { origin: 'https://example.com/a/b.git' }, /packages name/],
    ['a checkout of nothing', { origin: '' }, /checkout of nothing/],
    ['changesets that are no versions yet', { pendingChangesets: ['first.md'] }, /first\.md/],
    [
      'nothing new',
      { packages: [{ name: '@polynat/cli', version: '1.2.3', published: true }] },
      /nothing is left/,
    ],
    ['a machine of somebody', { inContinuousIntegration: false }, /from CI/],
    ['no word of anybody', { confirmed: undefined }, /--publish 1\.2\.3/],
    ['the word for another version', { confirmed: '1.2.2' }, /--publish 1\.2\.3/],
  ])('is not published from %s', (_what, change, objection) => {
    expect(objections({ ...ready, ...change }).join()).toMatch(objection);
  });
});

const find = (name: string) => {
  const [found] = publishedPackages().filter(({ manifest }) => manifest.name === name);
  if (!found) throw new Error(`no package ${name}`);
  return found;
};

describe('a bill of materials', () => {
  const versions = { '@polynat/alibaba': '0.1.0', '@polynat/core': '0.1.0', '@polynat/transport': '0.1.0' };
  const lockfile = readLockfile();
  const bill = billOfMaterials(find('@polynat/alibaba'), lockfile, versions);
  const purls = bill.components.map(({ purl }) => purl);

  it('lists what a package needs, directly or not, with checksums', () => {
    expect(purls).toContainEqual('pkg:npm/%40polynat/core@0.1.0');
    expect(purls.some((purl) => purl.startsWith('pkg:npm/got@'))).toBe(true);
    expect(purls.some((purl) => purl.startsWith('pkg:npm/cacheable-request@'))).toBe(true);
    const zod = bill.components.find(({ name }) => name === 'zod');
    expect(zod?.hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/);
  });

  it('lists no tool of development, and nothing twice', () => {
    expect(purls.some((purl) => purl.includes('vitest'))).toBe(false);
    expect(new Set(purls).size).toBe(purls.length);
  });

  it('names only components that it lists', () => {
    const known = [...purls, bill.metadata.component.purl];
    expect(
      bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.includes(ref)),
    ).toEqual([]);
  });

  it('is the same when it is made again', () => {
    expect(billOfMaterials(find('@polynat/alibaba'), lockfile, versions)).toEqual(bill);
  });
});

describe('a published manifest', () => {
  const { folder, manifest } = find('@polynat/alibaba');
  const published = publishedManifest(manifest, folder);

  it('tells where the package comes from', () => {
    expect(published).toMatchObject({
      repository: { type: 'git', directory: 'adapters/alibaba' },
      homepage: expect.stringContaining('/adapters/alibaba'),
      bugs: { url: expect.stringContaining('/issues') },
      keywords: expect.arrayContaining(['nat-gateway', 'aliyun']),
    });
  });

  it('has types and code for modules, CommonJS and older compilers, at every door', () => {
    expect(published.exports['./cloud']).toEqual({
      import: { types: './dist/cloud.d.ts', default: './dist/cloud.js' },
      require: { types: './dist/require/cloud.d.ts', default: './dist/require/cloud.js' },
      default: './dist/cloud.js',
    });
    expect(published).toMatchObject({
      main: './dist/index.js',
      types: './dist/index.d.ts',
      typesVersions: { '*': { cloud: ['./dist/cloud.d.ts'] } },
    });
  });
});

describe('packing by name', () => {
  it('takes along what a package needs of ours', () => {
    const names = withNeeded(['@polynat/alibaba']).map(({ manifest }) => manifest.name);
    expect(names.sort()).toEqual([
      '@polynat/adapter-kit',
      '@polynat/alibaba',
      '@polynat/core',
      '@polynat/transport',
    ]);
  });

  it('names the packages there are when there is none of that name', () => {
    expect(() => withNeeded(['@polynat/aws'])).toThrow(
      /no package @polynat\/aws; there are .*@polynat\/core/,
    );
  });
});
