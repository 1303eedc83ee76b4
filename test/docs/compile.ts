import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../packages.ts';
import type { Block } from './pages.ts';

const options = {
  extends: '../../tsconfig.json',
  // Against the built declarations, as a reader's project sees them; the sources are checked elsewhere.
  compilerOptions: { customConditions: [], noUnusedLocals: false, noUnusedParameters: false },
  include: ['*.ts'],
};

/** Compiles every block as a module of its own in one go, and answers what the compiler says, by page and line. */
export async function compile(blocks: readonly Block[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(root, 'test', '.docs-'));
  try {
    copyFileSync(join(root, 'test/docs/prelude.d.ts'), join(folder, 'prelude.d.ts'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    for (const [index, { text }] of blocks.entries())
      writeFileSync(join(folder, `block${index}.ts`), `${text}\nexport {};\n`);
    const said = await compilerSays(folder);
    return said.flatMap((line) => inItsPage(line, blocks));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const compilerSays = (folder: string): Promise<readonly string[]> =>
  new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], (_error, stdout) =>
      resolve(stdout.split('\n').filter((line) => /error TS/.test(line))),
    );
  });

function inItsPage(line: string, blocks: readonly Block[]): readonly string[] {
  const [, index, at, message] = /block(\d+)\.ts\((\d+),\d+\): error (.*)/.exec(line) ?? [];
  const block = blocks[Number(index)];
  if (block) return [`${block.page}:${block.line + Number(at)} ${message}`];
  return line.includes('.docs-') ? [line] : [];
}
