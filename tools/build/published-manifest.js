/**
 * What npm gets as `package.json`. Sources say what differs between packages; what is alike is added here while packing: where the
 * project lives, and how older compilers and CommonJS find the types.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './packages.js';
import { repository } from './repository.js';

/** @typedef {import('./packages.js').Manifest} Manifest */

const commonKeywords = ['nat', 'nat-gateway', 'snat', 'dnat', 'eip', 'cloud', 'networking', 'polynat'];

/** @type {Readonly<Record<string, readonly string[]>>} */
const ownKeywords = {
  alibaba: ['alibaba-cloud', 'aliyun', 'vpc'],
  baidu: ['baidu-cloud', 'bce', 'vpc'],
  'tencent-bm': ['tencent-cloud', 'bare-metal', 'bmvpc'],
  'tencent-vpc': ['tencent-cloud', 'vpc'],
  cli: ['cli', 'alibaba-cloud', 'baidu-cloud', 'tencent-cloud'],
  emulator: ['emulator', 'mock', 'testing', 'alibaba-cloud', 'baidu-cloud', 'tencent-cloud'],
  testkit: ['testing', 'conformance'],
  inversify: ['inversify', 'dependency-injection'],
  terraform: ['terraform', 'hcl'],
  engine: ['durable-execution', 'saga'],
  'engine-postgres': ['durable-execution', 'postgresql'],
  migrate: ['migration'],
  fleet: ['inventory', 'drift'],
  server: ['rest', 'openapi', 'portal'],
};

/**
 * @param {Manifest} manifest As the package manager would publish it.
 * @param {string} folder
 */
export function publishedManifest(manifest, folder) {
  const path = relative(root, folder).split(sep).join('/');
  const own = ownKeywords[manifest.name.replace('@polynat/', '')] ?? [];
  return {
    ...manifest,
    keywords: [...commonKeywords, ...own],
    homepage: `${repository.page}/tree/main/${path}#readme`,
    bugs: { url: `${repository.page}/issues` },
    repository: { type: 'git', url: repository.git, directory: path },
    ...doorsForOldCompilers(manifest),
    exports: Object.fromEntries(Object.entries(manifest.exports).map(([door, to]) => [door, forBoth(to)])),
    ...(manifest.bin && { dependencies: namedByTypes(manifest, folder) }),
    devDependencies: undefined,
    scripts: undefined,
  };
}

/**
 * A folder that says it is CommonJS has copies of the declarations, which compilers want there, and files that load the modules.
 *
 * @param {string | Readonly<Record<string, string>>} target
 */
function forBoth(target) {
  if (typeof target === 'string' || !target.types) return target;
  const { types, default: module = '' } = target;
  return {
    import: { types, default: module },
    require: { types: inRequire(types), default: inRequire(module) },
    default: module,
  };
}

/** @param {string} path */
const inRequire = (path) => path.replace('./dist/', './dist/require/');

/**
 * `moduleResolution: node10` does not read `exports`.
 *
 * @param {Manifest} manifest
 */
function doorsForOldCompilers({ exports }) {
  const { '.': main, ...others } = exports;
  if (typeof main !== 'object') return {};
  const doors = Object.entries(others).flatMap(([door, target]) =>
    typeof target === 'object' && target.types ? [[door.slice(2), [target.types]]] : [],
  );
  return {
    main: main.default,
    types: main.types,
    ...(doors.length > 0 && { typesVersions: { '*': Object.fromEntries(doors) } }),
  };
}

/**
 * A command carries its dependencies, so nobody has to install them. Its types still name some.
 *
 * @param {Manifest} manifest
 * @param {string} folder
 */
function namedByTypes({ dependencies = {} }, folder) {
  const dist = join(folder, 'dist');
  const texts = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => readFileSync(join(dist, file), 'utf8'));
  const isNamed = (/** @type {string} */ name) => texts.some((text) => text.includes(`from '${name}'`));
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => isNamed(name)));
}
