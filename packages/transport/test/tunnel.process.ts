import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { certificate, httpsServer, proxyServer } from './loopback.ts';

const program = (proxy: string) => `
  import { leanSender } from '@polynat/transport';
  const sender = leanSender({ proxy: ${JSON.stringify(proxy)}, ca: ${JSON.stringify(certificate)} });
  const limits = { signal: new AbortController().signal, timeout: 30_000, sizeLimit: 1_000 };
  const request = { method: 'GET', url: 'https://api.cloud.test/', headers: {} };
  const { status } = await sender.send(request, limits);
  setImmediate(() => console.log(JSON.stringify({ status, busy: process.getActiveResourcesInfo() })));`;

it('leaves an idle tunnel open without keeping the process alive', async () => {
  const secure = await httpsServer((_request, response) => response.end('fine'));
  const proxy = await proxyServer(() => secure.port);
  const script = program(`http://127.0.0.1:${proxy.port}`);
  const options = [
    '--import',
    'tsx',
    '--conditions=@polynat/source',
    '--input-type=module',
    '--eval',
    script,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname });
  const { status, busy } = JSON.parse(stdout);
  expect(status).toBe(200);
  expect(busy).not.toContain('TCPSocketWrap');
  await proxy.close();
  await secure.close();
});
