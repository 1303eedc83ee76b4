/**
 * `pnpm matrix`: packages as npm users get them, in projects unlike this one: other compilers, bundlers, runtimes, and other versions of
 * what they share with the project. `pnpm matrix Deno esbuild` runs the rows whose names hold one of the words; `--keep DIR` keeps the
 * projects, and a second run with it packs and installs nothing.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll, pack } from './build/pack.js';
import { publishedPackages } from './build/packages.js';
import type { Packed } from './build/try-packages.js';
import { bundlerRows } from './matrix/bundlers.ts';
import { companionRows } from './matrix/companions.ts';
import { compilerRows } from './matrix/compilers.ts';
import { emulate } from './matrix/emulator.ts';
import { printTable } from './matrix/print.ts';
import { type Outcome, type Row, Workbench } from './matrix/row.ts';
import { runtimeRows } from './matrix/runtimes.ts';

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' } },
});
const isChosen = ({ name }: Row) => words.length === 0 || words.some((word) => name.includes(word));
const rows = [...compilerRows, ...companionRows, ...bundlerRows, ...runtimeRows].filter(isChosen);

const folder = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'polynat-matrix-'));
try {
  const outcomes = await tryAll(new Workbench(folder, await packedIn(join(folder, 'packed'))));
  printTable(outcomes);
  process.exitCode = outcomes.some(({ result }) => result === 'red') ? 1 : 0;
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

async function packedIn(out: string): Promise<Packed> {
  const list = join(out, 'packed.json');
  if (!existsSync(list)) {
    const packages = publishedPackages();
    await buildAll(packages);
    writeFileSync(list, JSON.stringify(pack(packages, out)));
  }
  return JSON.parse(readFileSync(list, 'utf8'));
}

async function tryAll(bench: Workbench): Promise<readonly Outcome[]> {
  const emulator = await emulate(bench);
  try {
    const outcomes: Outcome[] = [];
    for (const row of rows) {
      const outcome = bench.attempt(row, emulator.connection);
      console.error(`${outcome.result.padEnd(10)} ${row.name}`);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    emulator.close();
  }
}
