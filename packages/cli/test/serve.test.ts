import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '../src/command-line/optional-package.ts';
import { fleet } from '../src/demo/fleet.ts';
import { newFolder, openTerminal, type Terminal, typeInto } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

interface Served {
  readonly url: string;
  readonly link: string;
  readonly token: string;
  readonly emulator: string;
}

/** Serves until `use` has ended; what was printed first tells where. */
async function serving(
  world: object,
  args: readonly string[],
  use: (served: Served) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  let tell: (served: Served) => void = () => {};
  const told = new Promise<Served>((resolve) => {
    tell = resolve;
  });
  const out = (text: string) => tell(JSON.parse(text));
  const ended = typeInto({ signal: stop.signal, ...world, out }, 'serve', '--emulated', '--json', ...args);
  await use(await Promise.race([told, ended.then(({ err }) => Promise.reject(new Error(err)))])).finally(() =>
    stop.abort(),
  );
  expect((await ended).exit).toBe(0);
}

describe('polynat serve', () => {
  it('prints where it serves an emulated fleet, and a link that works once', async () => {
    const folder = newFolder();
    const environment = { POLYNAT_EMULATOR: terminal.emulator.url, USER: 'alice' };
    await serving(
      { environment },
      ['--state', folder, '--port', '0'],
      async ({ url, link, token, emulator }) => {
        expect(emulator).toBe(terminal.emulator.url);
        expect((await fetch(`${url}/api/v1/gateways`)).status).toBe(401);
        const headers = {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          prefer: 'wait=30',
        };
        const listed = await (await fetch(`${url}/api/v1/gateways`, { headers })).json();
        expect(listed).toMatchObject({
          failures: [],
          items: expect.arrayContaining([expect.objectContaining({ name: 'shop-egress' })]),
        });
        const [gateway] = listed.items.filter(({ name }: { name: string }) => name === 'shop-egress');
        const body = JSON.stringify({ name: 'renamed' });
        const path = `${url}/api/v1/gateways/${encodeURIComponent(gateway.ref)}`;
        const changed = await fetch(path, { method: 'PATCH', headers, body });
        expect([changed.status, (await changed.json()).state]).toEqual([200, 'done']);
        expect((await fetch(link, { redirect: 'manual' })).headers.get('set-cookie')).toContain('HttpOnly');
        expect((await fetch(link, { redirect: 'manual' })).status).toBe(401);
        expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
      },
    );
    expect((await terminal.type('audit', 'verify', '--state', folder)).out).toContain(
      '2 records, none changed',
    );
    const file = join(folder, 'audit.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"requested"', '"denied"'));
    const edited = await terminal.type('audit', 'verify', '--state', folder, '--json');
    expect([edited.exit, JSON.parse(edited.out)]).toMatchObject([1, { valid: false, fault: { line: 1 } }]);
  });

  it('starts an emulator of its own, and says which port is taken', async () => {
    await serving({}, [], async ({ emulator, url }) => {
      expect((await fetch(`${emulator}/_emulator`)).status).toBe(200);
      const taken = await typeInto({}, 'serve', '--emulated', '--port', new URL(url).port);
      expect([taken.exit, taken.err]).toEqual([2, expect.stringContaining('the port is in use')]);
    });
  });

  it('recognises that its package is not installed', () => {
    const missing = Object.assign(new Error("Cannot find package '@polynat/server'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const inside = Object.assign(new Error("Cannot find package 'hono' imported from @polynat/server"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const told = [missing, inside, new Error('broken')].map((error) => isMissing(error, ['@polynat/server']));
    expect(told).toEqual([true, false, false]);
  });
});

describe('polynat audit', () => {
  it('has what the command changed, but not what it refused or only showed', async () => {
    const refs = await terminal.json<{ ref: string; name: string }[]>('gateways', 'list');
    const ref = `${refs.find(({ name }) => name === 'search-out')?.ref}`;
    expect((await terminal.type('gateways', 'rename', ref, 'audited', '--yes')).exit).toBe(0);
    await terminal.type('gateways', 'rename', ref, '!', '--yes');
    await terminal.type('gateways', 'rename', ref, 'shown', '--yes', '--dry-run');
    const policy = { gateways: { clouds: ['baidu'] }, expiresWithin: '9999d', for: '1m' };
    writeFileSync(join(terminal.folder, 'policy.yaml'), JSON.stringify(policy));
    expect((await terminal.type('fleet', 'renew', 'policy.yaml', '--yes')).exit).toBe(0);
    const verified = await terminal.json<{ file: string; records: number }>('audit', 'verify');
    const lines = readFileSync(verified.file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { via: 'command', event: 'done', action: 'gateways.change', ref, requests: [expect.any(String)] },
      { via: 'command', event: 'requested', action: 'fleet.renew', run: expect.any(String) },
    ]);
    const none = await terminal.type('audit', 'verify', '--state', newFolder());
    expect(none.exit).toBe(3);
  });
});
