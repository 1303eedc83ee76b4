/** Installs the workspace: all of it, or only what the command and its bundling need. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.js';
import { pnpm } from './pnpm.js';

/** Installs the dependencies of the root and of everything they lead to: the command and the bundler. */
export function installForCommand() {
  install('--frozen-lockfile', '--prod', '--filter-prod', 'polynat-workspace...');
  // The package manager takes a filtered install for a complete one. Without its notes, its next script completes the install.
  rmSync(join(root, 'node_modules/.pnpm-workspace-state-v1.json'), { force: true });
}

/** Installs whatever is missing; takes a second when nothing is. */
export function installAll() {
  install('--prefer-offline');
}

/** @param {readonly string[]} options */
function install(...options) {
  pnpm(['install', ...options], { cwd: root, stdio: 'inherit' });
}
