import { auditLog, rolePolicy } from '@polynat/access';
import { createNat, hours, seconds } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createServer, jwt, listen, localLink, trustedProxy } from '../src/index.ts';
import { portal } from './portal.ts';
import { alice, bob, person, stage } from './stage.ts';

const at = (path: string, init: RequestInit = {}, origin = 'http://localhost') =>
  new Request(`${origin}${path}`, init);
const json = { 'content-type': 'application/json' };
const creation = { name: 'egress', network: { vpc: 'vpc-main', subnet: 'subnet-a' } };
const order = (headers: Record<string, string> = {}) =>
  at('/api/v1/clouds/shop/gateways', {
    method: 'POST',
    headers: { ...json, 'idempotency-key': 'k', ...headers },
    body: JSON.stringify(creation),
  });

describe('a request from elsewhere', () => {
  it('is refused under a foreign host, whatever its address says', async () => {
    const { fetch } = portal();
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.nip.io',
      'localhost@evil.example',
    ])
      expect((await fetch(at('/api/v1/gateways', { headers: { host } }))).status).toBe(421);
    expect((await fetch(at('/api/v1/gateways', {}, 'http://evil.example'))).status).toBe(421);
    expect((await fetch(at('/api/v1/gateways', { headers: { host: 'localhost:8080' } }))).status).toBe(200);
  });

  it('is refused from a foreign page, before anything is read or changed', async () => {
    const { fetch, shop } = portal();
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'http://localhost:1',
    ])
      expect((await fetch(order({ origin }))).status).toBe(403);
    expect(shop.traffic.requests).toBe(0);
    expect((await fetch(order({ origin: 'http://localhost' }))).status).toBe(202);
  });

  it('may be read by a page of another origin only where that is named', async () => {
    const origin = 'https://portal.example.com';
    const open = portal({ origins: [origin] });
    const answer = await open.fetch(at('/api/v1/gateways', { headers: { origin } }));
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const own = await portal().fetch(at('/api/v1/gateways'));
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is refused as a form, which a foreign page can send', async () => {
    const { fetch } = portal();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
    ])
      expect((await fetch(order({ 'content-type': type }))).status).toBe(415);
  });

  it('is answered with a strict content security policy, errors included', async () => {
    const { fetch } = portal();
    for (const path of ['/api/v1/gateways', '/openapi.json', '/nothing', '/api/v1/gateways/x']) {
      const { headers } = await fetch(at(path));
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual([
        'nosniff',
        'no-store',
      ]);
    }
  });
});

describe('too much', () => {
  it('is a body of 100 MB, of which no more than a megabyte is read', async () => {
    const { fetch } = portal();
    let read = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 1;
        if (read > 1_600) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const init = { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit;
    expect((await fetch(at('/api/v1/plans', init))).status).toBe(413);
    expect(read).toBeLessThan(20);
    const told = { ...json, 'content-length': '100000000' };
    expect((await fetch(at('/api/v1/plans', { method: 'POST', headers: told, body: '{}' }))).status).toBe(
      413,
    );
  });

  it('are 1 000 idle streams of one principal, but not those of another', async () => {
    const scene = portal({
      limits: { streams: 20, requestsPerSecond: 2_000 },
      policy: rolePolicy({ approvals: 'second-person' }),
    });
    const { body } = await scene.ask('POST /clouds/shop/gateways', {
      body: creation,
      headers: { 'idempotency-key': 'k' },
    });
    const open = (as = alice) =>
      scene.fetch(
        at(`/api/v1/operations/${body.id}/events`, { headers: { 'x-test-principal': JSON.stringify(as) } }),
      );
    const streams = await Promise.all(Array.from({ length: 1_000 }, () => open()));
    const opened = streams.filter(({ status }) => status === 200);
    expect([opened.length, streams.filter(({ status }) => status === 429).length]).toEqual([20, 980]);
    const others = await open(bob);
    expect(others.status).toBe(200);
    await Promise.all([...opened, others].map(({ body: stream }) => stream?.cancel()));
    const again = await open();
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  it('are requests faster than one principal may ask', async () => {
    const { fetch, clock } = portal({ limits: { requestsPerSecond: 5 } });
    const ask = async () => (await fetch(at('/api/v1/clouds'))).status;
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    expect(answers.filter((status) => status === 429)).toHaveLength(2);
    await clock.advance(seconds(1));
    expect(await ask()).toBe(200);
  });
});

describe('what a name holds', () => {
  it('comes back as data, never as markup or a header', async () => {
    const { ask, created } = portal();
    const ref = await created();
    const name = '<script>alert(1)</script>\r\nset-cookie: a=b\u0000';
    const renamed = await ask(`PATCH /gateways/${ref}`, {
      body: { description: name },
      headers: { prefer: 'wait=60' },
    });
    expect(renamed.headers.get('content-type')).toMatch(/^application\/(problem\+)?json$/);
    expect(renamed.headers.get('set-cookie')).toBeNull();
    const missing = await ask(`GET /operations/${encodeURIComponent(name)}`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    const alias = await ask(`GET /gateways/${encodeURIComponent(`${name}:x/y`)}`);
    expect(alias.status).toBe(400);
  });

  it('cannot reach past its path, or through the prototype', async () => {
    const { fetch } = portal();
    const tried = [
      '/api/v1/gateways/%2e%2e%2f%2e%2e%2fetc',
      '/api/v1/clouds/__proto__/networks',
      '/api/v1/../../etc',
    ];
    for (const path of tried) expect((await fetch(at(path))).status).toBeGreaterThanOrEqual(400);
    const polluted = '{"name":"x","__proto__":{"roles":["buyer"]},"network":{"vpc":"vpc-main"}}';
    const init = { method: 'POST', headers: { ...json, 'idempotency-key': 'k' }, body: polluted };
    expect((await fetch(at('/api/v1/clouds/shop/gateways', init))).status).toBe(400);
  });
});

describe('the one-time link', () => {
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';', 1).join('') ?? '';

  it('works once, and leaves a cookie that scripts and other sites cannot use', async () => {
    const clock = manualClock();
    const link = localLink({ clock });
    const { fetch } = portal({ authenticate: link });
    expect((await fetch(at('/api/v1/gateways'))).status).toBe(401);
    const first = await fetch(new Request(link.linkFor('http://localhost/')));
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = cookieOf(first);
    expect((await fetch(at('/api/v1/gateways', { headers: { cookie } }))).status).toBe(200);
    expect((await fetch(at('/api/v1/gateways', { headers: { cookie: `${cookie}x` } }))).status).toBe(401);
    const longer = cookie.replace(/=\d+/, '=9999999999999');
    expect((await fetch(at('/api/v1/gateways', { headers: { cookie: longer } }))).status).toBe(401);
    await clock.advance(hours(13));
    expect((await fetch(at('/api/v1/gateways', { headers: { cookie } }))).status).toBe(401);
  });

  it('is refused when it is used again, guessed or late', async () => {
    const clock = manualClock();
    const link = localLink({ clock });
    const { fetch } = portal({ authenticate: link });
    const url = link.linkFor('http://localhost');
    expect((await fetch(at('/sign-in?code=guess'))).status).toBe(401);
    expect((await fetch(new Request(url))).status).toBe(303);
    expect((await fetch(new Request(url))).status).toBe(401);
    expect((await fetch(at('/sign-in?code='))).status).toBe(401);
    const late = localLink({ clock });
    await clock.advance(hours(2));
    expect(
      (await portal({ authenticate: late }).fetch(new Request(late.linkFor('http://localhost')))).status,
    ).toBe(401);
  });

  it('goes with a token for programs, which is good after a restart under the same secret', async () => {
    const link = localLink({ secret: 's'.repeat(32) });
    const { fetch } = portal({ authenticate: localLink({ secret: 's'.repeat(32) }) });
    const bearing = (token: string) =>
      at('/api/v1/gateways', { headers: { authorization: `Bearer ${token}` } });
    expect((await fetch(bearing(link.token))).status).toBe(200);
    const wrong = await fetch(bearing('wrong-token-xyz'));
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await wrong.text()).not.toContain('wrong-token-xyz');
  });
});

describe('a token', async () => {
  const clock = manualClock();
  const [{ publicKey, privateKey }, stranger] = await Promise.all([
    generateKeyPair('ES256'),
    generateKeyPair('ES256'),
  ]);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'one' }] };
  const [issuer, audience] = ['https://id.example.com', 'polynat'];
  const signIn = jwt({ issuer, audience, keys, clock });
  const { fetch } = portal({ authenticate: signIn });
  const claims = { sub: 'alice', roles: ['viewer', 'emperor'] };
  const token = (over: object = {}, key: CryptoKey = privateKey, header: object = {}) =>
    new SignJWT({ ...claims, iss: issuer, aud: audience, exp: clock.now() / 1_000 + 60, ...over })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
      .sign(key);
  const status = async (bearer: string) =>
    (await fetch(at('/api/v1/gateways', { headers: { authorization: `Bearer ${bearer}` } }))).status;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('of the issuer is good, with the roles that exist', async () => {
    expect(await status(await token())).toBe(200);
    const request = at('/', { headers: { authorization: `Bearer ${await token()}` } });
    expect(await signIn.authenticate(request)).toEqual({ id: 'alice', roles: ['viewer'] });
    expect(await status(await token({ roles: [] }))).toBe(403);
  });

  it('is refused when it is forged, expired, for others, without a name or without an end', async () => {
    const forged = await token({}, stranger.privateKey);
    const expired = await token({ exp: clock.now() / 1_000 - 60 });
    const [head = '', , signature = ''] = (await token()).split('.');
    const changed = `${head}.${part({ ...claims, roles: ['buyer'], iss: issuer, aud: audience })}.${signature}`;
    const elsewhere = [
      { iss: 'https://evil.example' },
      { aud: 'other' },
      { sub: undefined },
      { exp: undefined },
    ];
    const others = await Promise.all(elsewhere.map((over) => token(over)));
    for (const bad of [forged, expired, changed, ...others, 'x', 'a.b.c'])
      expect(await status(bad)).toBe(401);
  });

  it('is refused with `alg: none`, and with the public key as a shared one', async () => {
    const body = part({
      ...claims,
      roles: ['buyer'],
      iss: issuer,
      aud: audience,
      exp: clock.now() / 1_000 + 60,
    });
    expect(await status(`${part({ alg: 'none' })}.${body}.`)).toBe(401);
    const shared = new TextEncoder().encode(JSON.stringify(keys.keys[0]));
    const confused = await new SignJWT({
      ...claims,
      iss: issuer,
      aud: audience,
      exp: clock.now() / 1_000 + 60,
    })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(shared);
    expect(await status(confused)).toBe(401);
  });
});

describe('the name that a proxy passes on', () => {
  const secret = 'p'.repeat(32);
  const { fetch } = portal({ authenticate: trustedProxy({ header: 'x-forwarded-user', secret }) });
  const status = async (headers: Record<string, string>) =>
    (await fetch(at('/api/v1/gateways', { headers }))).status;

  it('counts only with the secret of the proxy', async () => {
    const named = { 'x-forwarded-user': 'alice', 'x-forwarded-roles': 'viewer, emperor' };
    expect(await status({ ...named, 'x-proxy-secret': secret })).toBe(200);
    expect(await status({ ...named, 'x-proxy-secret': 'p'.repeat(31) })).toBe(401);
    expect(await status(named)).toBe(401);
    expect(await status({ 'x-proxy-secret': secret })).toBe(401);
    expect(() => trustedProxy({ header: 'x-forwarded-user', secret: 'short' })).toThrow('32 characters');
  });
});

describe('an approval through the API', () => {
  const approving = { policy: rolePolicy({ approvals: 'second-person' }) };
  const headers = { 'idempotency-key': 'k' };

  it('is never one’s own, never about something else, and never out of scope', async () => {
    const { ask } = portal(approving);
    const { body } = await ask('POST /clouds/shop/gateways', { body: creation, headers });
    expect(body.state).toBe('waiting-for-approval');
    const [approval] = (await ask('GET /approvals', { as: bob })).body.items;
    const decide = (request: string, as = bob) =>
      ask(`POST /approvals/${approval.id}/decision`, { body: { decision: 'approve', request }, as });
    expect((await decide(body.request, person('alice', 'buyer', 'approver'))).status).toBe(403);
    expect((await decide('0'.repeat(64))).status).toBe(409);
    expect((await decide(body.request, { ...bob, scope: { aliases: ['search'] } })).status).toBe(404);
    expect((await decide(body.request)).body).toMatchObject({ state: 'approved', decidedBy: 'bob' });
    expect((await ask(`GET /operations/${body.id}`)).body.approvedBy).toBe('bob');
  });

  it('of a plan starts that plan and no other', async () => {
    const scene = stage(approving);
    const { ask } = portal({ scene });
    const made = await portal({ scene: { ...scene, service: stage({ from: scene }).service } }).created();
    const source = decodeURIComponent(made);
    const mapping = { network: { vpc: 'vpc-main', subnet: 'subnet-a' } };
    const { body: plan } = await ask('POST /plans', {
      body: { kind: 'migrate', source, to: 'search', mapping },
    });
    const { body } = await ask('POST /runs', { body: { plan } });
    expect(body.approval).toBe(`approval-${plan.id}`);
    expect((await ask(`GET /runs/${plan.id}`)).status).toBe(404);
    const other = { ...plan, made: '2020-01-01T00:00:00.000Z' };
    expect((await ask('POST /runs', { body: { plan: other } })).status).toBe(400);
    const decision = { decision: 'approve', request: plan.id };
    expect((await ask(`POST /approvals/${body.approval}/decision`, { body: decision, as: bob })).status).toBe(
      200,
    );
    expect((await ask(`GET /runs/${plan.id}`)).status).toBe(200);
  });
});

describe('a server without sign-in', () => {
  const options = () => ({
    clouds: createNat({ shop: memoryDriver() }),
    engine: createEngine({ store: memoryStore() }),
    work: false,
  });

  it('answers under the names of this machine alone', async () => {
    const { fetch } = createServer(options());
    expect((await fetch(at('/api/v1/gateways'))).status).toBe(200);
    expect((await fetch(at('/api/v1/gateways', { headers: { host: '10.0.0.5' } }))).status).toBe(421);
    expect(() => createServer({ ...options(), hosts: ['portal.example.com'] })).toThrow('sign in');
    expect(() => listen({ fetch }, { host: '0.0.0.0' })).toThrow('everybody who reaches 0.0.0.0');
  });

  it('tells nothing of what went wrong inside', async () => {
    const errors: unknown[] = [];
    const broken = auditLog({
      listeners: [
        () => {
          throw new TypeError('AccessKeySecret=abc at /etc/polynat');
        },
      ],
    });
    const { fetch } = createServer({ ...options(), audit: broken, onError: (error) => errors.push(error) });
    const answer = await fetch(order());
    expect([answer.status, errors.length]).toEqual([500, 1]);
    expect(await answer.text()).not.toMatch(/abc|etc/);
  });
});
