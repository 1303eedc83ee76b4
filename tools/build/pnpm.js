/** Runs the package manager of this workspace, in the version its scripts name, with nothing but Node and npm on the machine. */
import { execFileSync } from 'node:child_process';

const version = 'pnpm@12.21.0';

/**
 * @param {readonly string[]} words
 * @param {import('node:child_process').ExecFileSyncOptions} options
 * @returns {string} Standard output, when `stdio` keeps it.
 */
export function pnpm(words, options) {
  const isWindows = process.platform === 'win32';
  const output = execFileSync('npm', ['exec', '--yes', '--', version, ...words], {
    ...options,
    encoding: 'utf8',
    shell: isWindows,
  });
  return `${output ?? ''}`;
}
