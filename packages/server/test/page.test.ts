import { type Clouds, createNat, mutations, NatError } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createServer, writeFacts, writes } from '../src/index.ts';
import { portal } from './portal.ts';
import { alice, oscar, stage, victor } from './stage.ts';

const text = (words: string) => new TextEncoder().encode(words);
const files: Record<string, { type: string; body: Uint8Array }> = {
  'index.html': { type: 'text/html; charset=utf-8', body: text('<!doctype html><title>Polynat</title>') },
  'portal.js': { type: 'text/javascript; charset=utf-8', body: text('export {};'.repeat(100)) },
};
const page = { file: (path: string) => files[path] };

function served(basePath = '') {
  const { nat: clouds, clock } = stage();
  const server = createServer({
    clouds,
    engine: createEngine({ store: memoryStore(), clock }),
    clock,
    page,
    basePath,
    work: false,
  });
  return (path: string, headers: Record<string, string> = {}) =>
    server.fetch(new Request(`http://localhost${path}`, { headers }));
}

describe('the files of a page', () => {
  it('are served under a strict policy, packed when the browser takes it, and kept while they are the same', async () => {
    const get = served();
    const html = await get('/');
    expect([html.status, html.headers.get('content-type'), await html.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html><title>Polynat</title>',
    ]);
    const policy = html.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    const script = await get('/portal.js', { 'accept-encoding': 'br, gzip' });
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect((await script.arrayBuffer()).byteLength).toBeLessThan(100);
    const etag = script.headers.get('etag') ?? '';
    expect([script.headers.get('cache-control'), etag]).toEqual([
      'no-cache',
      expect.stringMatching(/^".{22}"$/),
    ]);
    expect((await get('/portal.js', { 'if-none-match': etag })).status).toBe(304);
  });

  it('are below the place where the server is mounted, whose address gets its slash', async () => {
    const get = served('/nat');
    expect((await get('/nat/')).status).toBe(200);
    const bare = await get('/nat');
    expect([bare.status, bare.headers.get('location')]).toEqual([308, '/nat/']);
    expect((await get('/nat/portal.js')).status).toBe(200);
    expect((await get('/nat/nothing')).status).toBe(404);
  });

  it('hide nothing of the API, and are for the hosts of the server alone', async () => {
    const get = served();
    const clouds = await get('/api/v1/clouds');
    expect([clouds.status, clouds.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await get('/', { host: 'evil.example' })).status).toBe(421);
  });
});

describe('who asks, and what may be written', () => {
  it('is told to a page', async () => {
    const { ask } = portal();
    expect((await ask('GET /principal')).body).toEqual({
      id: 'alice',
      roles: ['buyer'],
      aliases: ['shop', 'search'],
    });
    const limited = { ...oscar, scope: { aliases: ['search'] } };
    expect((await ask('GET /principal', { as: limited })).body).toMatchObject({
      aliases: ['search'],
      scope: { aliases: ['search'] },
    });
    const { body } = await ask('GET /writes', { as: victor });
    expect(body.items.map(({ mutation }: { mutation: string }) => mutation)).toEqual([...mutations]);
    expect(body.items[0]).toMatchObject({
      mutation: expect.any(String),
      path: expect.stringContaining('{'),
      input: { type: 'object' },
    });
  });

  it('names the fact that a write needs as a whole: without it, the write is refused', () => {
    const clock = manualClock();
    const without = ['snat', 'dnat', 'billing', 'bandwidth'] as const;
    const nat: Clouds = createNat({ shop: memoryDriver({ clock, without }) }, { clock });
    const target = 'shop:local/vpc-main/nat-1';
    const inputs: Partial<Record<(typeof mutations)[number], unknown>> = {
      'snat.remove': { id: 'x' },
      'snat.removeAll': { ids: ['x'] },
      'dnat.remove': { id: 'x' },
      'dnat.removeAll': { ids: ['x'] },
      'billing.renew': { term: { months: 1 } },
      'bandwidth.create': { bandwidthMbps: 5, addresses: 1 },
      'bandwidth.delete': { id: 'x', force: false },
    };
    for (const mutation of mutations) {
      if (!(mutation in inputs)) continue;
      const refused = () => nat.preview(mutation, target, inputs[mutation]);
      expect(refused, mutation).toThrow(NatError);
      expect(refused, mutation).toThrow(`${writeFacts[mutation].needs} on shop`);
    }
  });

  it('names fields by paths that the schema of the write has', () => {
    for (const mutation of mutations) {
      const schema = JSON.stringify(
        z.toJSONSchema(writes[mutation].input, { io: 'input', unrepresentable: 'any' }),
      );
      for (const path of Object.keys(writeFacts[mutation].fields ?? {}))
        for (const word of path.split('.'))
          expect([mutation, path, schema.includes(`"${word}"`)]).toEqual([mutation, path, true]);
    }
  });
});

describe('the audit log over REST', () => {
  it('shows the newest first, in pages, and to each what concerns them', async () => {
    const { ask, created } = portal();
    await created();
    const first = await ask('GET /audit?limit=1');
    expect(first.body).toMatchObject({
      total: 2,
      items: [{ number: 2, event: 'done', action: 'gateways.create', who: 'alice' }],
    });
    const rest = await ask(`GET /audit?cursor=${first.body.next}`);
    expect(rest.body.items).toMatchObject([{ number: 1, event: 'requested' }]);
    const elsewhere = { ...oscar, scope: { aliases: ['search'] } };
    expect((await ask('GET /audit', { as: elsewhere })).body).toEqual({ items: [], total: 0 });
    const network = { ...oscar, scope: { networks: ['vpc-main'] } };
    expect((await ask('GET /audit', { as: network })).body.items).toEqual([]);
    const own = { ...alice, scope: { networks: ['vpc-main'] } };
    expect((await ask('GET /audit', { as: own })).body.items).toHaveLength(2);
  });

  it('says so when a log cannot be read', async () => {
    const { nat: clouds, clock } = stage();
    const engine = createEngine({ store: memoryStore(), clock });
    const audit = { append: async () => Promise.reject(new Error('no record is written here')) };
    const server = createServer({ clouds, engine, clock, audit, work: false });
    const answer = await server.fetch(new Request('http://localhost/api/v1/audit'));
    expect([answer.status, (await answer.json()).code]).toEqual([422, 'unsupported']);
  });
});

describe('runs over REST', () => {
  it('tell what there is no run for', async () => {
    const { ask } = portal();
    expect((await ask('GET /runs/none/check')).status).toBe(404);
    expect((await ask('POST /runs/none/unlock', { body: {} })).status).toBe(404);
  });
});
