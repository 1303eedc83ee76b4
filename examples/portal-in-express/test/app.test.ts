import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roles } from '@polynat/access';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { connect } from '@polynat/example-connect';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';

let emulator: Emulator;
let url = '';
let stop: () => unknown = () => undefined;

beforeAll(async () => {
  emulator = await startEmulator({ speed: 0, seed: { baidu: { gateways: [{ name: 'search', cuNum: 2 }] } } });
  const clouds = await connect({ POLYNAT_EMULATOR: emulator.url });
  const folder = await mkdtemp(join(tmpdir(), 'polynat-portal-'));
  const app = openApp(clouds, folder, () => ({ id: 'alice', roles }));
  const listening = app.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  url = `http://127.0.0.1:${port}/nat`;
  stop = () => {
    listening.closeAllConnections();
    listening.close();
  };
});
afterAll(async () => {
  await stop();
  await emulator.close();
});

it('lists, changes and streams below the path where it is mounted', async () => {
  const listed = await (await fetch(`${url}/api/v1/gateways?cloud=baidu`)).json();
  expect(listed).toMatchObject({ items: [{ name: 'search' }], failures: [] });
  const changed = await fetch(`${url}/api/v1/gateways/${encodeURIComponent(listed.items[0].ref)}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', prefer: 'wait=30' },
    body: JSON.stringify({ name: 'found' }),
  });
  expect(await changed.json()).toMatchObject({ state: 'done', result: { name: 'found' } });
  const place = changed.headers.get('location');
  expect(place).toMatch(/^\/nat\/api\/v1\/operations\/op-/);
  const events = await (await fetch(new URL(`${place}/events`, url))).text();
  expect(events).toContain('event: finished');
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
});

it('is what the guide shows', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const [, shown = ''] = /```ts shown\n([\s\S]*?)```/.exec(read('../../../docs/guides/portal.md')) ?? [];
  const program = read('../src/app.ts');
  expect(
    shown
      .trim()
      .split('\n')
      .filter((line) => !program.includes(line)),
  ).toEqual([]);
});
