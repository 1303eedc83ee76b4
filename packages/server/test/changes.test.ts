import { rolePolicy } from '@polynat/access';
import { hours } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { alice, bob, creation, oscar, person, stage, victor } from './stage.ts';

const minute = 60_000;
const approving = rolePolicy({ approvals: 'second-person' });
const gateways = async ({ nat }: ReturnType<typeof stage>) => nat.cloud('shop').gateways.list().toArray();

describe('a change', () => {
  it('is one operation under one key, however often it is asked for', async () => {
    const scene = stage();
    const { changes } = scene.service;
    const asked = await Promise.all([1, 2, 3].map(() => changes.ask(alice, creation(), { key: 'k-1' })));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const ended = await changes.wait(alice, asked[0]?.id ?? '', minute);
    expect(ended).toMatchObject({
      state: 'done',
      by: 'alice',
      result: { name: 'egress', state: 'available' },
    });
    expect(JSON.stringify(ended)).not.toContain('"native"');
    expect(await changes.ask(alice, creation(), { key: 'k-1' })).toEqual(ended);
    expect(await gateways(scene)).toHaveLength(1);
  });

  it('is another operation for another person under the same key', async () => {
    const { changes } = stage().service;
    const [own, other] = await Promise.all([
      changes.ask(alice, creation('one'), { key: 'k-1' }),
      changes.ask(person('carol', 'buyer'), creation('two'), { key: 'k-1' }),
    ]);
    expect(own.id).not.toBe(other.id);
  });

  it('refuses a key that was used for something else', async () => {
    const scene = stage();
    const { changes } = scene.service;
    const { id } = await changes.ask(alice, creation(), { key: 'k-1' });
    await expect(changes.ask(alice, creation('other'), { key: 'k-1' })).rejects.toMatchObject({
      status: 422,
      field: 'Idempotency-Key',
      message: expect.stringContaining(id),
    });
    await changes.wait(alice, id, minute);
    expect(await gateways(scene)).toHaveLength(1);
  });

  it('needs a key where it costs money, and none elsewhere', async () => {
    const { changes } = stage().service;
    await expect(changes.ask(alice, creation())).rejects.toMatchObject({
      status: 400,
      field: 'Idempotency-Key',
    });
    const { id } = await changes.ask(alice, creation(), { key: 'k-1' });
    const { result } = await changes.wait(alice, id, minute);
    const target = Object(result).ref;
    const renamed = await changes.ask(oscar, { mutation: 'gateways.change', target, input: { name: 'new' } });
    expect(await changes.wait(oscar, renamed.id, minute)).toMatchObject({
      state: 'done',
      result: { name: 'new' },
    });
  });

  it('is previewed without being sent', async () => {
    const scene = stage();
    const before = scene.shop.traffic.calls.length;
    expect(await scene.service.changes.preview(alice, creation())).toMatchObject({
      requests: ['the new gateway'],
      effects: ['buys'],
      decision: { decision: 'allow' },
    });
    expect(scene.shop.traffic.calls.length).toBe(before);
    expect(await scene.service.changes.preview(victor, creation())).toMatchObject({
      decision: { decision: 'deny', reason: 'gateways.create needs the role buyer' },
    });
  });

  it('is refused by the facts of the cloud before anything is recorded', async () => {
    const scene = stage();
    const { changes } = scene.service;
    const asked = {
      ...creation(),
      input: { network: { vpc: 'vpc-main', subnet: 'subnet-a' }, size: { units: 9_999_999 } },
    };
    await expect(changes.ask(alice, asked, { key: 'k-1' })).rejects.toMatchObject({
      code: 'unsupported',
      field: 'size',
    });
    expect(await changes.list(alice)).toEqual([]);
  });

  it('is refused without the role, and the audit log says so', async () => {
    const scene = stage();
    await expect(scene.service.changes.ask(oscar, creation(), { key: 'k' })).rejects.toMatchObject({
      status: 403,
    });
    expect(scene.audited).toEqual([['denied', 'gateways.create', 'oscar']]);
    expect(await gateways(scene)).toEqual([]);
  });

  it('leaves who asked, and what came of it, in the audit log', async () => {
    const scene = stage();
    const { id } = await scene.service.changes.ask(alice, creation(), { key: 'k' });
    await scene.service.changes.wait(alice, id, minute);
    expect(scene.audited).toEqual([
      ['requested', 'gateways.create', 'alice'],
      ['done', 'gateways.create', 'alice'],
    ]);
  });

  it('that the cloud refuses has failed, and frees the gateway', async () => {
    const scene = stage();
    const { changes } = scene.service;
    const asked = {
      mutation: 'gateways.change',
      target: 'shop:local/gw-none',
      input: { name: 'x' },
    } as const;
    const { id } = await changes.ask(alice, asked);
    const ended = await changes.wait(alice, id, minute);
    expect(ended).toMatchObject({ state: 'failed', failure: { code: 'not-found' } });
    expect(scene.audited.at(-1)).toEqual(['failed', 'gateways.change', 'alice']);
    const again = await changes.ask(alice, asked);
    expect(again.id).not.toBe(id);
    expect(await changes.wait(alice, again.id, minute)).toMatchObject({ state: 'failed' });
  });

  it('waits for one that works on the same gateway', async () => {
    const scene = stage({ memory: { takes: 5_000 } });
    const { changes } = scene.service;
    const created = await changes.ask(alice, creation(), { key: 'k' });
    const { result } = await changes.wait(alice, created.id, minute);
    const target = Object(result).ref;
    const rename = (name: string) =>
      changes.ask(alice, { mutation: 'gateways.change', target, input: { name } });
    const [first, second] = await Promise.all([rename('one'), rename('two')]);
    expect([first.state, second.state].sort()).toEqual(['queued', 'running']);
    const stop = new AbortController();
    const working = scene.service.work(stop.signal);
    for (const { id } of [first, second])
      expect(await changes.wait(alice, id, 10 * minute)).toMatchObject({ state: 'done' });
    stop.abort();
    await working;
  });

  it('goes on after the process died, and buys nothing twice', async () => {
    const scene = stage({
      memory: { takes: 5 * minute, pacing: { first: 1_000, every: 1_000, most: 1_000 } },
    });
    const { id } = await scene.service.changes.ask(alice, creation(), { key: 'k' });
    await scene.engine.close();
    const next = stage({ from: scene });
    expect(await next.service.changes.get(alice, id)).toMatchObject({ state: 'running' });
    const stop = new AbortController();
    const working = next.service.work(stop.signal);
    expect(await next.service.changes.wait(alice, id, hours(2))).toMatchObject({ state: 'done' });
    stop.abort();
    await working;
    expect(await gateways(next)).toHaveLength(1);
    expect(await next.service.changes.ask(alice, creation(), { key: 'k' })).toMatchObject({
      id,
      state: 'done',
    });
  });
});

describe('a change that needs approval', () => {
  async function requested(options: Parameters<typeof stage>[0] = {}) {
    const scene = stage({ policy: approving, ...options });
    const operation = await scene.service.changes.ask(alice, creation(), { key: 'k' });
    const [approval] = await scene.service.approvals.list(bob);
    if (!approval) throw new Error('there is no approval');
    return { ...scene.service, ...scene, operation, approval };
  }

  it('starts once a second person has approved it', async () => {
    const { changes, approvals, operation, approval, audited, ...scene } = await requested();
    expect(operation.state).toBe('waiting-for-approval');
    expect(approval).toMatchObject({
      state: 'waiting',
      by: 'alice',
      request: operation.request,
      run: operation.id,
    });
    expect(await scene.nat.cloud('shop').gateways.list().toArray()).toEqual([]);
    const { id, request } = approval;
    expect(await approvals.decide(bob, id, { decision: 'approve', request })).toMatchObject({
      decidedBy: 'bob',
    });
    const ended = await changes.wait(alice, operation.id, minute);
    expect(ended).toMatchObject({ state: 'done', approvedBy: 'bob' });
    expect(audited.map(([event]) => event)).toEqual(['requested', 'approved', 'done']);
  });

  it('never starts when it is rejected', async () => {
    const { changes, approvals, operation, approval } = await requested();
    const { id, request } = approval;
    await approvals.decide(bob, id, { decision: 'reject', request, note: 'too dear' });
    expect(await approvals.get(bob, id)).toMatchObject({ state: 'rejected', note: 'too dear' });
    expect(await changes.wait(alice, operation.id, minute)).toMatchObject({ state: 'rejected' });
  });

  it('cannot be approved by whoever asked for it', async () => {
    const both = person('alice', 'buyer', 'approver');
    const { approvals, approval, audited } = await requested();
    const { id, request } = approval;
    await expect(approvals.decide(both, id, { decision: 'approve', request })).rejects.toMatchObject({
      status: 403,
    });
    expect(audited.at(-1)).toEqual(['denied', 'gateways.create', 'alice']);
    expect(await approvals.get(bob, id)).toMatchObject({ state: 'waiting' });
  });

  it('cannot be approved by whoever asked for it around the service either', async () => {
    const { changes, engine, operation, approval } = await requested();
    await engine.signal(approval.id, 'approval', { decision: 'approve', request: approval.request }, 'alice');
    await (await engine.resume(approval.id)).wait();
    expect(await changes.get(alice, operation.id)).toMatchObject({ state: 'rejected' });
  });

  it('takes no approval that names another request, and none without the role', async () => {
    const { approvals, approval } = await requested();
    const { id, request } = approval;
    const other = { decision: 'approve', request: 'f'.repeat(64) } as const;
    await expect(approvals.decide(bob, id, other)).rejects.toMatchObject({ status: 409, field: 'request' });
    await expect(approvals.decide(oscar, id, { decision: 'approve', request })).rejects.toMatchObject({
      status: 403,
    });
    expect(await approvals.get(bob, id)).toMatchObject({ state: 'waiting' });
  });

  it('expires', async () => {
    const scene = await requested({ approvalWithin: hours(1) });
    await scene.clock.advance(hours(2));
    const stop = new AbortController();
    const working = scene.service.work(stop.signal);
    expect(await scene.changes.wait(alice, scene.operation.id, minute)).toMatchObject({ state: 'expired' });
    stop.abort();
    await working;
    const { id, request } = scene.approval;
    await expect(scene.approvals.decide(bob, id, { decision: 'approve', request })).rejects.toMatchObject({
      status: 409,
    });
  });
});

describe('a principal with a scope', () => {
  const elsewhere = { ...alice, scope: { aliases: ['search'] } };
  const limited = { ...person('carol', 'buyer'), scope: { networks: ['vpc-other'] } };

  it('sees and changes only its clouds', async () => {
    const { service } = stage();
    const { id } = await service.changes.ask(alice, creation(), { key: 'k' });
    await service.changes.wait(alice, id, minute);
    await expect(service.changes.get(elsewhere, id)).rejects.toMatchObject({ status: 404 });
    await expect(service.changes.ask(elsewhere, creation(), { key: 'k2' })).rejects.toMatchObject({
      status: 404,
    });
    expect((await service.reads.gateways(elsewhere)).items).toEqual([]);
    expect(await service.changes.list(elsewhere)).toEqual([]);
  });

  it('reaches no gateway of another network, whatever network the ref claims', async () => {
    const { service, audited } = stage();
    const { id } = await service.changes.ask(alice, creation(), { key: 'k' });
    const { result } = await service.changes.wait(alice, id, minute);
    const ref: string = Object(result).ref;
    const claimed = ref.replace('/', '/vpc-other/');
    for (const target of [ref, claimed]) {
      await expect(service.reads.gateway(limited, target)).rejects.toMatchObject({ code: 'not-found' });
      const asked = { mutation: 'gateways.change', target, input: { name: 'mine' } } as const;
      await expect(service.changes.ask(limited, asked)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(service.changes.ask(limited, creation(), { key: 'k' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(service.changes.get(limited, id)).rejects.toMatchObject({ status: 404 });
    expect(audited.filter(([event]) => event === 'denied')).toHaveLength(3);
  });
});

describe('a run of an earlier release that a server takes up', () => {
  it('is not told that traffic has moved, since only its owner knows', async () => {
    const { engine } = stage();
    engine.procedure('earlier', 1, async (run) =>
      run.do({
        name: 'cut-over',
        kind: 'cut-over',
        args: { source: 'shop:local/nat-1', changes: [], bound: {} },
      }),
    );
    const run = await engine.start('earlier', null, { id: 'earlier' });
    expect(await run.wait()).toMatchObject({
      state: 'failed',
      failure: { code: 'failed-precondition', remedy: expect.stringContaining('--switched') },
    });
  });
});
