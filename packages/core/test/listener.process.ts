import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = `
  import { createNat } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
  import { scriptedDriver } from ${JSON.stringify(new URL('./scripted-driver.ts', import.meta.url).href)};
  process.once('uncaughtException', (error) => console.log('surfaced', error.message));
  const resizing = createNat({ shop: scriptedDriver() }).gateway('shop:north/gw-1').resize({ tier: 'large' });
  resizing.onProgress((event) => { if (event.type === 'settled') throw new Error('from the listener'); });
  console.log('settled', (await resizing).name);
`;

const failing = `
  import { createNat } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
  import { scriptedDriver } from ${JSON.stringify(new URL('./scripted-driver.ts', import.meta.url).href)};
  createNat({ shop: scriptedDriver() }).gateway('shop:north/gw-1').rename('1');
`;

const abandoned = `
  import { createNat } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
  import { scriptedDriver } from ${JSON.stringify(new URL('./scripted-driver.ts', import.meta.url).href)};
  const base = scriptedDriver();
  const gateways = { ...base.gateways, resize: () => new Promise(() => undefined) };
  const gateway = createNat({ shop: scriptedDriver({ gateways }) }).gateway('shop:north/gw-1');
  gateway.resize({ tier: 'large' });
  gateway.rename('other').abort();
  setImmediate(() => console.log('alive'));
`;

const run = (code: string) =>
  promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--conditions=@polynat/source', '--input-type=module', '--eval', code],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)), timeout: 30_000 },
  );

it('a listener that throws surfaces as an uncaught error and does not harm the change', async () => {
  const { stdout } = await run(script);
  expect(stdout.trim().split('\n').sort()).toEqual(['settled gw-1', 'surfaced from the listener']);
});

it('a failure nobody listens to ends the process instead of being swallowed', async () => {
  await expect(run(failing)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('[invalid-argument] name'),
  });
});

it('an operation that is aborted and that nobody awaits does not end the process', async () => {
  expect((await run(abandoned)).stdout.trim()).toBe('alive');
});
