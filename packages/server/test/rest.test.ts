import { mutations } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { statusByCode, writes } from '../src/index.ts';
import { routes } from '../src/rest/routes.ts';
import { portal } from './portal.ts';
import { oscar, person, victor } from './stage.ts';

const now = { prefer: 'wait=60' };
const keyed = () => ({ ...now, 'idempotency-key': crypto.randomUUID() });

describe('the table of writes', () => {
  it('has a route, a schema and effects for every mutation there is', () => {
    expect(Object.keys(writes).sort()).toEqual([...mutations].sort());
    for (const mutation of mutations) {
      const { method, path } = writes[mutation];
      expect(routes.filter((route) => route.method === method && route.path === path)).toHaveLength(1);
    }
  });

  it('has no two routes for one request', () => {
    const forms = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(forms).size).toBe(forms.length);
  });
});

describe('a gateway', () => {
  it('is created, read, changed and deleted', async () => {
    const { ask, created } = portal();
    const ref = await created();
    const { body } = await ask('GET /gateways?cloud=shop');
    expect(body).toMatchObject({ items: [{ name: 'egress', state: 'available' }], failures: [], readAt: {} });
    expect((await ask(`GET /gateways/${ref}`)).body.value).toMatchObject({ ref: decodeURIComponent(ref) });
    const changed = await ask(`PATCH /gateways/${ref}`, { body: { name: 'new' }, headers: now, as: oscar });
    expect([changed.status, changed.body.state, changed.body.result.name]).toEqual([200, 'done', 'new']);
    const resized = await ask(`PATCH /gateways/${ref}`, {
      body: { size: { tier: 'large' } },
      as: oscar,
      headers: keyed(),
    });
    expect(resized.status).toBe(403);
    await ask(`POST /gateways/${ref}/resize`, { body: { size: { tier: 'large' } }, headers: keyed() });
    expect((await ask(`GET /gateways/${ref}?refresh=true`)).body.value.size).toEqual({ tier: 'large' });
    expect((await ask(`DELETE /gateways/${ref}?cascade=true`, { headers: now })).body.state).toBe('done');
    expect((await ask('GET /gateways')).body.items).toEqual([]);
  });

  it('has its rules, public IPs, billing, readiness and routes', async () => {
    const { ask, created, shop } = portal();
    const ref = await created();
    const [ip = ''] = shop.freeAddresses();
    await ask(`POST /gateways/${ref}/addresses`, { body: { address: ip }, headers: now });
    const rule = { source: { cidr: '10.0.1.0/24' }, through: [ip] };
    const added = await ask(`POST /gateways/${ref}/snat`, { body: { rule }, headers: now });
    expect(added.body.result).toMatchObject({ source: { cidr: '10.0.1.0/24' } });
    const forward = {
      protocol: 'tcp',
      public: { address: ip, ports: 443 },
      private: { address: '10.0.1.9', ports: 8443 },
    };
    expect(
      (await ask(`POST /gateways/${ref}/dnat`, { body: { rule: forward }, headers: now })).body.state,
    ).toBe('done');
    expect((await ask(`GET /gateways/${ref}/snat`)).body.items).toHaveLength(1);
    expect((await ask(`GET /gateways/${ref}/dnat`)).body.items).toMatchObject([{ protocol: 'tcp' }]);
    expect((await ask(`GET /gateways/${ref}/addresses`)).body.items).toMatchObject([{ ip, use: 'both' }]);
    expect((await ask(`GET /gateways/${ref}/billing`)).body.value).toMatchObject({ mode: 'on-demand' });
    expect((await ask(`GET /gateways/${ref}/readiness`)).body.value).toMatchObject({ ready: true });
    expect((await ask(`GET /gateways/${ref}/routes`)).status).toBe(200);
    expect((await ask(`GET /gateways/${ref}/bandwidth`)).status).toBe(200);
    const { id } = added.body.result;
    expect((await ask(`DELETE /gateways/${ref}/snat/${id}`, { headers: now })).body.state).toBe('done');
  });

  it('shows what a deletion takes along before it is done', async () => {
    const { ask, created } = portal();
    const ref = await created();
    const { body } = await ask(`DELETE /gateways/${ref}?cascade=true&dryRun=true`);
    expect(body).toMatchObject({
      dryRun: true,
      effects: ['deletes'],
      decision: { decision: 'allow' },
      deletion: {},
    });
    expect((await ask('GET /gateways')).body.items).toHaveLength(1);
  });
});

describe('the clouds', () => {
  it('tell their networks, subnets, public IPs and capabilities', async () => {
    const { ask } = portal();
    expect((await ask('GET /clouds')).body.items.map(({ alias }: { alias: string }) => alias)).toEqual([
      'shop',
      'search',
    ]);
    expect((await ask('GET /clouds/shop/networks')).body.items).toMatchObject([{ id: 'vpc-main' }]);
    expect((await ask('GET /clouds/shop/networks/vpc-main/subnets')).body.items).toHaveLength(2);
    expect((await ask('GET /clouds/shop/addresses')).body.items).toHaveLength(4);
    expect((await ask('GET /clouds/shop/capabilities')).body.features['gateways.create'].supported).toBe(
      true,
    );
    expect((await ask('GET /clouds/none/networks')).body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('are paged', async () => {
    const { ask } = portal();
    const first = (await ask('GET /clouds/shop/addresses?limit=3')).body;
    const second = (await ask(`GET /clouds/shop/addresses?limit=3&cursor=${first.next}`)).body;
    const ips = [...first.items, ...second.items].map(({ ip }) => ip);
    expect([first.items.length, second.items.length, new Set(ips).size, second.next]).toEqual([
      3,
      1,
      4,
      undefined,
    ]);
    expect((await ask('GET /clouds/shop/addresses?cursor=eA')).body).toMatchObject({ status: 400 });
  });

  it('are counted in the inventory', async () => {
    const { ask, created } = portal();
    await created();
    expect((await ask('GET /inventory')).body).toMatchObject({
      counts: { shop: { available: 1 } },
      items: [{}],
    });
  });
});

describe('an operation', () => {
  const body = { name: 'egress', network: { vpc: 'vpc-main', subnet: 'subnet-a' } };
  const create = 'POST /clouds/shop/gateways';

  it('is accepted with a place to look, and is the same under the same key', async () => {
    const { ask } = portal();
    const headers = { 'idempotency-key': 'k-1' };
    const first = await ask(create, { body, headers });
    expect([first.status, first.headers.get('location')]).toEqual([
      202,
      `/api/v1/operations/${first.body.id}`,
    ]);
    expect((await ask(create, { body, headers })).body.id).toBe(first.body.id);
    const other = await ask(create, { body: { ...body, name: 'other' }, headers });
    expect(other.body).toMatchObject({ status: 422, field: 'Idempotency-Key' });
    expect((await ask(create, { body, headers: { ...headers, ...now } })).body.state).toBe('done');
    expect((await ask(`GET /operations/${first.body.id}`)).body.state).toBe('done');
    expect((await ask('GET /operations')).body.items).toHaveLength(1);
  });

  it('says in problem+json what is wrong, and what to do', async () => {
    const { ask } = portal();
    const noKey = await ask(create, { body });
    expect(noKey.headers.get('content-type')).toBe('application/problem+json');
    expect(noKey.body).toMatchObject({
      status: 400,
      field: 'Idempotency-Key',
      remedy: expect.stringContaining('UUID'),
    });
    const wrong = await ask(create, { body: { ...body, color: 'red' }, headers: keyed() });
    expect(wrong.body).toMatchObject({ status: 400, code: 'invalid-argument' });
    const large = await ask(create, { body: { ...body, size: { units: 99_999_999 } }, headers: keyed() });
    expect(large.body).toMatchObject({ status: 422, code: 'unsupported', field: 'size', outcome: 'none' });
    const denied = await ask(create, { body, headers: keyed(), as: victor });
    expect(denied.body).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: 'gateways.create needs the role buyer',
    });
    expect((await ask('GET /nowhere')).body).toMatchObject({ status: 404 });
    expect((await ask('GET /gateways?colour=red')).body).toMatchObject({ status: 400 });
    expect((await ask('GET /gateways', { as: person('nobody') })).status).toBe(403);
  });

  it('streams its journal, also after the event that was received last', async () => {
    const { ask, fetch } = portal();
    const { body: operation } = await ask(create, { body, headers: keyed() });
    const stream = async (headers = {}) =>
      (
        await fetch(new Request(`http://localhost/api/v1/operations/${operation.id}/events`, { headers }))
      ).text();
    const whole = await stream();
    const ids = [...whole.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    const types = [...whole.matchAll(/^event: (.+)$/gm)].map(([, type]) => type);
    expect(types).toEqual(expect.arrayContaining(['begun', 'accepted', 'done', 'finished', 'end']));
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await stream({ 'last-event-id': ids[2] });
    expect([...rest.matchAll(/^id: (.+)$/gm)].map(([, id]) => id)).toEqual(ids.slice(3));
    expect(rest.endsWith(whole.slice(whole.indexOf('event: end')))).toBe(true);
  });
});

describe('a plan', () => {
  it('is made, applied, shown, and rolled back', async () => {
    const { ask, created } = portal();
    const gateway = decodeURIComponent(await created());
    const asked = {
      kind: 'migrate',
      source: gateway,
      to: 'search',
      mapping: { network: { vpc: 'vpc-main', subnet: 'subnet-a' } },
    };
    const { body: plan } = await ask('POST /plans', { body: asked });
    expect(plan).toMatchObject({ kind: 'migrate', blocked: false });
    const changed = { ...plan, target: { cloud: 'shop' } };
    expect((await ask('POST /runs', { body: { plan: changed } })).body.status).toBeGreaterThanOrEqual(400);
    const applied = await ask('POST /runs', { body: { plan } });
    expect(applied.body).toMatchObject({
      run: plan.id,
      effects: expect.arrayContaining(['buys', 'cuts-over']),
    });
    expect(applied.headers.get('location')).toBe(`/api/v1/runs/${plan.id}`);
    expect((await ask('GET /runs')).body.items).toMatchObject([{ id: plan.id }]);
    const undone = await ask(`POST /runs/${plan.id}/roll-back`, { body: { switchedBack: true } });
    expect(undone.status).toBe(200);
    expect((await ask('POST /runs', { body: { plan }, as: oscar })).status).toBe(403);
  });
});

describe('OpenAPI', () => {
  it('describes every route with schemas that resolve', async () => {
    const { fetch } = portal();
    const document = await (await fetch(new Request('http://localhost/openapi.json'))).json();
    expect(document.openapi).toBe('3.1.0');
    const ids = routes.map(({ path, method }) => document.paths[path][method.toLowerCase()].operationId);
    expect(new Set(ids).size).toBe(routes.length);
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, at = '']) =>
      at.split('/'),
    );
    for (const path of refs) expect(path.reduce((at, name) => at?.[name], document)).toBeDefined();
    const { properties, required } = document.components.schemas.Gateway;
    expect(properties.state.enum).toContain('available');
    expect(required).toContain('ref');
    const post = document.paths['/clouds/{alias}/gateways'].post;
    expect([post['x-effects'], post['x-role']]).toEqual([['buys'], 'buyer']);
  });

  it('names every status that a problem can have', () => {
    expect(Object.values(statusByCode).every((status) => status >= 400 && status < 600)).toBe(true);
  });
});
