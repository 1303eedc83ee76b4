import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declare } from '../tools/build/declarations.js';
import { bundle } from '../tools/build/javascript.js';
import { type Package, publishedPackages, withNeeded } from '../tools/build/packages.js';
import { publishedManifest } from '../tools/build/published-manifest.js';
import { callingCommonJs, callingModule, callingPrints, typedProgram } from '../tools/matrix/programs.ts';
import { root } from './packages.ts';

const run = promisify(execFile);
const clouds = ['@polynat/alibaba', '@polynat/baidu', '@polynat/tencent-bm', '@polynat/tencent-vpc'];

/** Three cells of `pnpm matrix`, in a project that has the files npm would bring. */
describe('a project with the packages of npm', () => {
  const project = mkdtempSync(join(root, 'test/.consumers-'));
  let emulator: Emulator;

  beforeAll(async () => {
    const packages = withNeeded(clouds);
    await Promise.all(packages.map(bundle));
    declare(publishedPackages());
    for (const one of packages) install(one, join(project, 'node_modules'));
    emulator = await startEmulator({ speed: 0 });
  }, 120_000);

  afterAll(async () => {
    await emulator.close();
    rmSync(project, { recursive: true });
  });

  const call = (file: string) => {
    const env = { ...process.env, CONNECTION: JSON.stringify(emulator.connection()), NODE_OPTIONS: '' };
    return run(process.execPath, [file], { cwd: project, env });
  };

  it('compiles as CommonJS, with all checks of libraries and no types of Node', async () => {
    writeFileSync(join(project, 'index.cts'), typedProgram(['@polynat/alibaba/cloud', ...clouds]));
    const options = {
      ...{ target: 'es2022', lib: ['es2022'], module: 'node16', types: [] },
      ...{ strict: true, skipLibCheck: false, noEmit: true },
    };
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['index.cts'] }),
    );
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const words = [compiler, '-p', project, '--pretty', 'false'];
    const { stdout } = await run(process.execPath, words).catch((error) => error);
    expect(stdout).toBe('');
  });

  it('calls clouds from CommonJS, without a warning', async () => {
    writeFileSync(join(project, 'call.cjs'), callingCommonJs);
    expect(await call('call.cjs')).toEqual({ stdout: `${callingPrints}\n`, stderr: '' });
  });

  it('calls clouds from one ES module that esbuild made', async () => {
    writeFileSync(join(project, 'call.mjs'), callingModule);
    const options = [
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--outfile=bundled.mjs',
      '--log-level=error',
    ];
    await run(join(root, 'node_modules/.bin/esbuild'), ['call.mjs', ...options], { cwd: project });
    expect(await call('bundled.mjs')).toEqual({ stdout: `${callingPrints}\n`, stderr: '' });
  });
});

/** What is in the tarball, and links to what npm would install beside it. */
function install({ folder, manifest }: Package, into: string): void {
  const target = join(into, manifest.name);
  mkdirSync(target, { recursive: true });
  cpSync(join(folder, 'dist'), join(target, 'dist'), { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify(publishedManifest(manifest, folder)));
  for (const name of Object.keys(manifest.dependencies ?? {}).filter((one) => !one.startsWith('@polynat/'))) {
    const link = join(into, name);
    mkdirSync(dirname(link), { recursive: true });
    if (!readdirSync(dirname(link)).includes(name))
      symlinkSync(realpathSync(join(folder, 'node_modules', name)), link);
  }
}
