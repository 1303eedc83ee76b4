import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const examples = fileURLToPath(new URL('../examples', import.meta.url));

describe('an application written with decorators', () => {
  it('compiles with experimentalDecorators and nothing else', async () => {
    const { stdout } = await run(`${root}node_modules/.bin/tsc`, ['-p', examples], { cwd: root });
    expect(stdout).toBe('');
  });

  it('runs from its source', async () => {
    const { stdout } = await run(
      process.execPath,
      ['--conditions=@polynat/source', '--import', 'tsx', `${examples}/decorated.ts`],
      { cwd: root, env: { ...process.env, TSX_TSCONFIG_PATH: `${examples}/tsconfig.json` } },
    );
    expect(stdout).toBe('1 gateway today: egress\n');
  });
});
