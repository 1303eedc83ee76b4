import { type GatewayKey, type GatewayOrder, monthsOf, type Term } from '@polynat/core';
import { expect } from 'vitest';
import { expiryOf, monthsBetween, prepaidGateway } from './billing.ts';
import { shortest, whereSupported } from './refusals.ts';
import { type Scene, topic } from './scene.ts';
import { callOf, settle } from './settle.ts';

/** What the driver's own methods promise about `call.token`. */
export const tokensAreHonoured = topic('tokens', (test) => {
  test('make two orders one when they share a token, and two when they do not', (scene) =>
    whereTokens(scene, async () => {
      const order = scene.order();
      const first = await orderGateway(scene, order, 'token-1');
      expect(await orderGateway(scene, order, 'token-1')).toBe(first);
      expect(await orderGateway(scene, scene.order(), 'token-2')).not.toBe(first);
    }));

  test('make two renewals one when they share a token', (scene) =>
    whereTokens(scene, () =>
      whereSupported(scene, 'billing.renew', async () => {
        const { handle } = await prepaidGateway(scene);
        const before = await expiryOf(handle);
        const term = shortest(scene, 'billing.renew');
        await renew(scene, handle.ref, term, 'token-1');
        await renew(scene, handle.ref, term, 'token-1');
        expect(monthsBetween(before, await expiryOf(handle))).toBe(monthsOf(term));
      }),
    ));

  test('never pass one intent off as another', (scene) =>
    whereTokens(scene, () =>
      whereSupported(scene, 'billing.renew', async ({ terms }) => {
        const { handle } = await prepaidGateway(scene);
        const before = await expiryOf(handle);
        const [short, long] = [{ months: terms.months[0] ?? 1 }, { years: terms.years[0] ?? 1 }];
        await renew(scene, handle.ref, short, 'token-1');
        const bought = await renew(scene, handle.ref, long, 'token-1').then(
          () => monthsOf(short) + monthsOf(long),
          () => monthsOf(short),
        );
        expect(monthsBetween(before, await expiryOf(handle))).toBe(bought);
      }),
    ));
});

/** Where the API itself knows no token, the facts must say so; the lost answers above show that a write happens once all the same. */
async function whereTokens(scene: Scene, story: () => Promise<void>): Promise<void> {
  const fact = scene.capabilities.features['writes.token'];
  if (fact.supported) return story();
  expect(fact.reason).toMatch(/\w/);
  expect(fact.remedy).toMatch(/\w/);
}

async function orderGateway(scene: Scene, order: GatewayOrder, token: string): Promise<string> {
  const call = callOf(scene, token);
  return (await settle(scene, await scene.driver.gateways.create(order, call), call)).key.id;
}

async function renew(scene: Scene, key: GatewayKey, term: Term, token: string): Promise<void> {
  const call = callOf(scene, token);
  const receipt = await scene.driver.billing?.renew?.(key, term, call);
  if (!receipt) throw new Error('billing.renew is declared supported, but the driver has no method for it');
  await settle(scene, receipt, call);
}
