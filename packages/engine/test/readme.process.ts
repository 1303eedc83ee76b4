import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createEngine, fileStore } from '@polynat/engine';
import { expect, it } from 'vitest';
import { inDirectory } from './directory.ts';

const script = fileURLToPath(new URL('./readme-example.ts', import.meta.url));
const answers = fileURLToPath(new URL('./readme-answers.ts', import.meta.url));
const worker = fileURLToPath(new URL('./readme-worker.ts', import.meta.url));
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const execute = promisify(execFile);

const options = ['--import', import.meta.resolve('tsx'), '--conditions=@polynat/source'];

function example(cwd: string, script: string): Promise<{ readonly stdout: string }> {
  return execute(process.execPath, [...options, script], { cwd, timeout: 30_000 });
}

it('the example of the README is the one that is run here, and does what its comments say', async () => {
  const source = await readFile(script, 'utf8');
  expect(await readFile(readme, 'utf8')).toContain(`\`\`\`ts\n${source}\`\`\``);
  await inDirectory(async (directory) => {
    const { stdout } = await example(directory, script);
    expect(stdout).toContain("state: 'failed'");
    expect(stdout).toContain("state: 'rolled-back'");
    expect(stdout).toMatch(/started rule\/80\nstarted rule\/443\ndone rule\/80/);
    expect(stdout.trimEnd()).toMatch(/0$/);
    const again = await example(directory, script);
    expect(again.stdout).toContain("state: 'rolled-back'");
  });
});

it('its example of a run that waits does what its comments say', async () => {
  expect(await readFile(readme, 'utf8')).toContain(`\`\`\`ts\n${await readFile(answers, 'utf8')}\`\`\``);
  await inDirectory(async (directory) => {
    const { stdout } = await example(directory, answers);
    expect(stdout).toMatch(/state: 'waiting',\s+name: 'cut-over'/);
    expect(stdout).toMatch(/state: 'waiting',\s+name: 'finalize'/);
    expect(stdout).toMatch(/pairs: 2, by: 'jane@example.com', finalized: true/);
  });
});

it('its example of a worker stops with the signal, after it has done what was queued', async () => {
  expect(await readFile(readme, 'utf8')).toContain(`\`\`\`ts\n${await readFile(worker, 'utf8')}\`\`\``);
  await inDirectory(async (directory) => {
    const engine = createEngine({ store: fileStore(join(directory, 'runs')) });
    const child = spawn(process.execPath, [...options, worker], { cwd: directory });
    const ended = once(child, 'exit');
    const state = async () => (await engine.get('renew-ngw-1'))?.state;
    while ((await state()) !== 'done');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
