import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('./readme-example.ts', import.meta.url));
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const execute = promisify(execFile);

it('the example of the README is the one that is run here, and does what its comments say', async () => {
  const source = await readFile(script, 'utf8');
  expect(await readFile(readme, 'utf8')).toContain(`\`\`\`ts\n${source}\`\`\``);
  const directory = await mkdtemp(join(tmpdir(), 'polynat-readme-'));
  const options = ['--import', import.meta.resolve('tsx'), '--conditions=@polynat/source'];
  const { stdout } = await execute(process.execPath, [...options, script], {
    cwd: directory,
    timeout: 30_000,
  });
  await rm(directory, { recursive: true });
  expect(stdout).toMatch(/^polynat: 1\ngateway:\n {2}name: egress\n/);
  expect(stdout).toMatch(/create gateway "egress" on shop in vpc-main/);
  expect(stdout).toMatch(
    /done verify\nswitch routes, firewalls and DNS: \[ \{ from: '\S+', to: '\S+' \} \]\n\[\]\n$/,
  );
});
