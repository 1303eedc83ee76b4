import type { Gateway, GatewayHandle, GatewayUpdate } from '@polynat/core';
import { NatError } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const oneUpdateChangesAll = topic('one change of a gateway', (test) => {
  test('brings a gateway to what is asked, and keeps what is not mentioned', async (scene) => {
    const { handle, gateway } = await scene.gateway();
    const wanted = updateOn(scene);
    if (Object.keys(wanted).length === 0) return;
    const updated = await handle.update(wanted);
    expectAsAsked(await handle.get(), wanted, gateway);
    expectAsAsked(updated, wanted, gateway);
  });

  test('sends nothing for what is so already', async (scene) => {
    const { handle, gateway } = await scene.gateway();
    const wanted = { ...updateOn(scene), ...(scene.limits('gateways.rename') && { name: gateway.name }) };
    if (Object.keys(wanted).length === 0) return;
    await handle.update(wanted);
    const operation = handle.update(wanted);
    expect(await stepsOf(operation)).toEqual([]);
    expect((await operation).ref).toEqual(gateway.ref);
    expect((await operation.accepted).kind).toMatch(/\w/);
  });

  test('needs few requests', async (scene) => {
    const { handle } = await scene.gateway();
    const wanted = updateOn(scene);
    const { name, description, outboundMbps, protected: on, tags } = wanted;
    const labels = [name, description, outboundMbps].some((label) => label !== undefined);
    const protection = on !== undefined && !(labels && scene.limits('gateways.protect')?.withChange);
    const most = [labels, protection, tags !== undefined].filter(Boolean).length;
    if (most === 0) return;
    expect((await stepsOf(handle.update(wanted))).length).toBe(most);
  });

  test('sets some tags and removes others, in one request where the cloud can', async (scene) => {
    const fact = scene.limits('gateways.tags');
    if (!fact) return;
    const { handle } = await scene.gateway({ tags: { team: 'shop', stage: 'test' } });
    const operation = handle.update({ tags: { set: { owner: 'net' }, remove: ['stage', 'nobody'] } });
    expect((await stepsOf(operation)).length).toBe(fact.together ? 1 : 2);
    expect((await handle.get()).tags).toEqual({ team: 'shop', owner: 'net' });
    const both = await failureOf(handle.update({ tags: { set: { a: '1' }, remove: ['a'] } }));
    expect(both).toMatchObject({ code: 'invalid-argument', outcome: 'none' });
  });

  test('clears a description, or refuses it where no request does', async (scene) => {
    const fact = scene.limits('gateways.description');
    if (!fact) return;
    const { handle } = await scene.gateway({ description: 'leads the shop outside' });
    if (!fact.clear) {
      const error = await failureOf(handle.update({ description: '' }));
      expect(error).toMatchObject({ code: 'unsupported', field: 'description', outcome: 'none' });
      return;
    }
    await handle.update({ description: '' });
    expect((await handle.get()).description).toBeUndefined();
  });

  test('refuses what the cloud lacks before anything is sent', async (scene) => {
    const lacking = [
      scene.limits('gateways.description') ? undefined : { description: 'x' },
      scene.limits('gateways.tags') ? undefined : { tags: { set: { team: 'shop' } } },
      scene.limits('gateways.protect') ? undefined : { protected: true },
      scene.limits('gateways.resize') ? undefined : { size: { atLeast: { connections: 1 } } },
    ];
    const before = scene.harness.requests();
    for (const update of lacking.filter((each) => each !== undefined)) {
      const error = await failureOf(scene.nobody().update({ ...updateOn(scene), ...update }));
      expect(error).toMatchObject({ code: 'unsupported', outcome: 'none', field: Object.keys(update)[0] });
    }
    const nothing = await failureOf(scene.nobody().update({}));
    expect(nothing).toMatchObject({ code: 'invalid-argument', outcome: 'none' });
    expect(scene.harness.requests()).toBe(before);
  });

  test('is complete when it stops after any request and is repeated', async (scene) => {
    const { handle, gateway } = await scene.gateway();
    const wanted = updateOn(scene);
    if (Object.keys(wanted).length === 0) return;
    for (let requests = 1; ; requests += 1) {
      let sent = 0;
      const beforeSend = () => {
        sent += 1;
        if (sent > requests) throw NatError.aborted(new Error('the process died'));
      };
      const end = await handle.update(wanted, { token: 'one-change', beforeSend }).catch(NatError.from);
      if (!NatError.is(end)) break;
      expect(end.code).toBe('aborted');
      expect(requests).toBeLessThan(40);
    }
    expectAsAsked(await handle.get(), wanted, gateway);
  });

  test('goes on in another process that was handed nothing but JSON', async (scene) => {
    const { handle, gateway } = await scene.gateway();
    const wanted = updateOn(scene);
    if (Object.keys(wanted).length === 0) return;
    const operation = handle.update(wanted);
    await operation.accepted;
    const stored = JSON.stringify(operation);
    operation.abort();
    await operation.catch(() => undefined);
    const settled = (await (await scene.elsewhere()).resume(JSON.parse(stored))) as Gateway;
    expectAsAsked(settled, wanted, gateway);
    expectAsAsked(await handle.get(), wanted, gateway);
  });
});

/** Everything this cloud can change about any gateway. */
function updateOn(scene: Scene): GatewayUpdate {
  const mbps = scene.limits('gateways.outbound-limit')?.mbps.at(-1);
  return {
    ...(scene.limits('gateways.rename') && { name: 'egress_changed' }),
    ...(scene.limits('gateways.description') && { description: 'leads the shop outside' }),
    ...(mbps !== undefined && { outboundMbps: mbps }),
    ...(scene.limits('gateways.protect') && { protected: true }),
    ...(scene.limits('gateways.tags') && { tags: { set: { team: 'shop' } } }),
  };
}

function expectAsAsked(gateway: Gateway, { tags, ...wanted }: GatewayUpdate, before: Gateway): void {
  expect(gateway).toMatchObject({ ...wanted, ref: before.ref, size: before.size, state: 'available' });
  expect(gateway.tags).toEqual({ ...before.tags, ...tags?.set });
}

/** What the cloud accepted, request by request. */
async function stepsOf(operation: ReturnType<GatewayHandle['update']>): Promise<readonly string[]> {
  const steps: string[] = [];
  operation.onProgress((event) => event.type === 'accepted' && steps.push(event.step));
  await operation;
  return steps;
}
