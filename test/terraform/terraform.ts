import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A shell without settings of the person who runs the tests. */
const environment = (reattach: string) => ({
  PATH: process.env.PATH,
  TF_REATTACH_PROVIDERS: reattach,
  TF_CLI_CONFIG_FILE: '/dev/null',
  TF_IN_AUTOMATION: '1',
  CHECKPOINT_DISABLE: '1',
  TF_CLI_ARGS: '-no-color',
});

/** Whether the command is on this machine. Import blocks came with 1.5, blocks that let go of a resource with 1.7. */
export function hasTerraform(): boolean {
  const { stdout, status } = spawnSync('terraform', ['version', '-json'], {
    encoding: 'utf8',
    env: environment('{}'),
  });
  if (status !== 0) return false;
  const [major = 0, minor = 0] = String(JSON.parse(stdout).terraform_version).split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 7);
}

export interface Workspace {
  readonly folder: string;
  /** Runs one command and answers what it printed. */
  run(...args: readonly string[]): Promise<string>;
  /** Deletes the files of the configuration; the state stays. */
  clear(): void;
  write(files: readonly { readonly path: string; readonly text: string }[], prefix?: string): void;
}

/** A folder with a configuration. */
export function workspaceIn(folder: string, reattach: string): Workspace {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    run: (...args) =>
      new Promise((resolve, reject) => {
        const options = { cwd: folder, env: environment(reattach), maxBuffer: 64_000_000 };
        execFile('terraform', args, options, (error, stdout, stderr) =>
          error ? reject(new Error(`terraform ${args.join(' ')}: ${stdout}${stderr}`)) : resolve(stdout),
        );
      }),
    clear() {
      for (const name of readdirSync(folder)) if (name.endsWith('.tf')) rmSync(join(folder, name));
    },
    write(files, prefix = '') {
      for (const { path, text } of files) writeFileSync(join(folder, `${prefix}${path}`), text);
    },
  };
}
