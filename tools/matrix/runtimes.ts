import { callingCommonJs, callingModule, callingPrints } from './programs.ts';
import type { Row } from './row.ts';

const files = { 'call.mjs': callingModule, 'call.cjs': callingCommonJs };

const runs = (name: string, beside: Row['beside'], ...command: readonly string[]): Row => ({
  name,
  beside,
  files,
  commands: [command],
  prints: callingPrints,
});

export const runtimeRows: readonly Row[] = [
  runs('Node, import', {}, 'node', 'call.mjs'),
  runs('Node, require', {}, 'node', 'call.cjs'),
  runs('Node 22, import', {}, 'npx', '-y', 'node@22', 'call.mjs'),
  runs('Node 24, require', {}, 'npx', '-y', 'node@24', 'call.cjs'),
  runs('Bun, import', { bun: 'latest' }, 'bun', 'call.mjs'),
  runs('Bun, require', { bun: 'latest' }, 'bun', 'call.cjs'),
  runs('Deno, import', { deno: 'latest' }, 'deno', 'run', '--allow-all', 'call.mjs'),
  runs('Deno, require', { deno: 'latest' }, 'deno', 'run', '--allow-all', 'call.cjs'),
];
