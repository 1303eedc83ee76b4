import { monthsOf, prepaid } from '@polynat/core';
import { expect } from 'vitest';
import { failureOf, shortest, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';

export const billingBehaves = topic('billing', (test) => {
  test('pays on demand unless told otherwise', (scene) =>
    whereSupported(scene, 'billing.on-demand', async () => {
      const { gateway, handle } = await scene.gateway();
      expect(gateway.billing).toMatchObject({ mode: 'on-demand', status: 'good' });
      expect(await handle.billing()).toEqual(gateway.billing);
    }));

  test('sells a gateway ahead for a term', (scene) =>
    whereSupported(scene, 'billing.prepaid', async () => {
      const { gateway } = await prepaidGateway(scene);
      expect(gateway.billing).toMatchObject({ mode: 'prepaid', status: 'good' });
    }));

  test('refuses a term it does not sell before anything is sent', (scene) =>
    whereSupported(scene, 'billing.prepaid', async () => {
      const before = scene.harness.requests();
      const error = await failureOf(
        scene.cloud.gateways.create(scene.spec({ billing: prepaid({ months: 11_111 }) })),
      );
      expect(error).toMatchObject({ code: 'invalid-argument', field: 'billing.term' });
      expect(scene.harness.requests()).toBe(before);
    }));

  test('keeps a gateway that is paid ahead, and tells until when', (scene) =>
    whereSupported(scene, 'billing.prepaid', async () => {
      const { handle, gateway } = await prepaidGateway(scene);
      const error = await failureOf(handle.delete());
      expect(error.code).toBe('failed-precondition');
      if (gateway.billing.mode === 'prepaid')
        expect(error.message).toContain(gateway.billing.expires ?? 'prepaid');
      expect((await handle.get()).state).toBe('available');
    }));

  test('renews by exactly the term that was bought', (scene) =>
    whereSupported(scene, 'billing.renew', async () => {
      const { handle } = await prepaidGateway(scene);
      const before = await expiryOf(handle);
      const term = shortest(scene, 'billing.renew');
      await handle.renew(term);
      expect(monthsBetween(before, await expiryOf(handle))).toBe(monthsOf(term));
    }));

  test('adds up renewals that follow one another', (scene) =>
    whereSupported(scene, 'billing.renew', async () => {
      const { handle } = await prepaidGateway(scene);
      const before = await expiryOf(handle);
      const term = shortest(scene, 'billing.renew');
      await Promise.all([handle.renew(term), handle.renew(term)]);
      expect(monthsBetween(before, await expiryOf(handle))).toBe(2 * monthsOf(term));
    }));

  test('refuses to renew for a term it does not sell before anything is sent', (scene) =>
    whereSupported(scene, 'billing.renew', async () => {
      const { handle } = await prepaidGateway(scene);
      const before = scene.harness.requests();
      expect(await failureOf(handle.renew({ months: 11_111 }))).toMatchObject({
        code: 'invalid-argument',
        field: 'term',
      });
      expect(scene.harness.requests()).toBe(before);
    }));

  test('pays by itself only when told to', (scene) =>
    whereSupported(scene, 'billing.auto-pay', async () => {
      const billing = prepaid(shortest(scene, 'billing.prepaid'), { autoPay: true });
      const { gateway } = await scene.gateway({ billing });
      expect(gateway.billing.mode).toBe('prepaid');
    }));
});

/** Paid for at once, so that it exists: a cloud that could wait for the payment is told not to. */
export function prepaidGateway(scene: Scene) {
  const autoPay = scene.limits('billing.auto-pay') !== undefined;
  const billing = prepaid(shortest(scene, 'billing.prepaid'), autoPay ? { autoPay } : {});
  return scene.gateway({ billing });
}

type Handle = Awaited<ReturnType<Scene['gateway']>>['handle'];

export async function expiryOf(handle: Handle): Promise<Date> {
  const billing = await handle.billing();
  if (billing.mode === 'prepaid' && billing.expires !== undefined) return new Date(billing.expires);
  throw new Error(`the gateway has no expiry to renew: ${JSON.stringify(billing)}`);
}

/** Clouds differ in how they count from the end of a month; in the month they agree. */
export const monthsBetween = (from: Date, to: Date): number =>
  Math.round((to.getTime() - from.getTime()) / (30.44 * 86_400_000));
