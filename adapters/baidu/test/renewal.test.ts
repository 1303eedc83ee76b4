import { createNat } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import answers from './fixtures/answers.json' with { type: 'json' };
import { isGet, key, lineOf, type Reply, refusal, scene, tokenOf } from './scripted-sender.ts';

const month = 31 * 86_400_000;
const start = Date.parse('2026-01-01T00:00:00Z');

/** A cloud with one gateway that books a renewal once per token, whatever becomes of the answer. */
function till(fate: (renewal: number, request: WireRequest) => Reply | 'lost' | 'refused' = () => ({})) {
  const booked = new Map<string, number>();
  let renewals = 0;
  const expiry = () =>
    new Date(start + [...booked.values()].reduce((sum, months) => sum + months * month, 0));
  const script = (request: WireRequest): Reply | 'lost' => {
    if (isGet(request)) return { body: { ...answers.normalNat, expiredTime: expiry().toISOString() } };
    renewals += 1;
    const outcome = fate(renewals, request);
    if (outcome === 'refused') return refusal(400, 'RequestExpired');
    booked.set(
      tokenOf(request) ?? `none-${renewals}`,
      JSON.parse(request.body ?? '').billing.reservation.reservationLength,
    );
    return outcome;
  };
  return {
    script,
    months: () => [...booked.values()].reduce((sum, months) => sum + months, 0),
    renewals: () => renewals,
  };
}

const renewalsOf = (requests: readonly WireRequest[]) => requests.filter((request) => !isGet(request));

describe('a renewal', () => {
  test('is the call of its document, and settles with the expiry read back', async () => {
    const cloud = till();
    const { driver, sender, clock } = scene(cloud.script);
    const nat = createNat({ baidu: driver }, { clock, random: seededRandom(1) });
    const billing = await nat.gateway(`baidu:bj/${key.id}`).renew({ months: 3 });
    const [renewal] = renewalsOf(sender.requests);
    expect(renewal && lineOf(renewal)).toMatch(
      /^PUT \/v1\/nat\/nat-bir8biqwr45e\?purchaseReserved&clientToken=[\x21-\x7e]{1,64}$/,
    );
    expect(renewal?.body).toBe(
      '{"billing":{"reservation":{"reservationLength":3,"reservationTimeUnit":"month"}}}',
    );
    expect(billing).toEqual({
      mode: 'prepaid',
      expires: new Date(start + 3 * month).toISOString().replace('.000', ''),
      status: 'good',
    });
  });

  test('of two years is twenty-four months', async () => {
    const cloud = till();
    const { driver, call } = scene(cloud.script);
    await driver.billing.renew?.(key, { years: 2 }, call());
    expect(cloud.months()).toBe(24);
  });

  test('whose answer is lost costs one month, under one token', async () => {
    const cloud = till((renewal) => (renewal <= 2 ? 'lost' : {}));
    const { driver, sender, call } = scene(cloud.script);
    await driver.billing.renew?.(key, { months: 1 }, call());
    expect(new Set(renewalsOf(sender.requests).map(tokenOf)).size).toBe(1);
    expect([cloud.renewals(), cloud.months()]).toEqual([3, 1]);
  });

  test('keeps its token when a refusal follows a lost answer, since the first try may have happened', async () => {
    const fates = ['lost', 'refused', 'lost'] as const;
    const cloud = till((renewal) => fates[renewal - 1] ?? {});
    const { driver, sender, call } = scene(cloud.script);
    await driver.billing.renew?.(key, { months: 1 }, call());
    expect(renewalsOf(sender.requests)).toHaveLength(4);
    expect(cloud.months()).toBe(1);
  });

  test('broken down after the deed costs one month', async () => {
    const cloud = till((renewal) => (renewal === 1 ? refusal(500, 'InternalError') : {}));
    const { driver, call } = scene(cloud.script);
    await driver.billing.renew?.(key, { months: 1 }, call());
    expect(cloud.months()).toBe(1);
  });

  test('sent twice at once with one token costs one month, and both settle', async () => {
    const cloud = till();
    const { driver, call } = scene(cloud.script);
    const renew = () => driver.billing.renew?.(key, { months: 1 }, call('one'));
    const receipts = [await Promise.all([renew(), renew()]), await renew()].flat();
    const looks = await Promise.all(receipts.map((receipt) => receipt && driver.poll(receipt, call('one'))));
    expect(cloud.months()).toBe(1);
    expect(looks.map((look) => look?.type)).toEqual(['done', 'done', 'done']);
  });

  test('with two intents costs two months', async () => {
    const cloud = till();
    const { driver, clock } = scene(cloud.script);
    const nat = createNat({ baidu: driver }, { clock, random: seededRandom(1) });
    const handle = nat.gateway(`baidu:bj/${key.id}`);
    await Promise.all([handle.renew({ months: 1 }), handle.renew({ months: 1 })]);
    expect(cloud.months()).toBe(2);
  });

  test('repeated in another process under its token settles although the expiry had moved before', async () => {
    const cloud = till();
    const first = scene(cloud.script);
    await first.driver.billing.renew?.(key, { months: 1 }, first.call('durable'));
    const second = scene(cloud.script);
    const nat = createNat({ baidu: second.driver }, { clock: second.clock, random: seededRandom(1) });
    const billing = await nat.gateway(`baidu:bj/${key.id}`).renew({ months: 1 }, { token: 'durable' });
    expect(cloud.months()).toBe(1);
    expect(billing).toMatchObject({ expires: new Date(start + month).toISOString().replace('.000', '') });
  });

  test('waits while the expiry stands still, and says what it saw', async () => {
    const { driver, call } = scene((request) => (isGet(request) ? { body: answers.normalNat } : {}));
    const receipt = await driver.billing.renew?.(key, { months: 1 }, call());
    expect(receipt?.subject).toMatchObject({ before: '2018-08-13T08:10:59Z' });
    expect(receipt && (await driver.poll(receipt, call()))).toEqual({
      type: 'pending',
      status: 'expiry still 2018-08-13T08:10:59Z',
    });
  });

  test('of a postpaid gateway is refused before anything is sent', async () => {
    const { driver, sender, call } = scene(() => ({ body: answers.enhancedNat }));
    await expect(driver.billing.renew?.(key, { months: 1 }, call())).rejects.toMatchObject({
      code: 'failed-precondition',
      outcome: 'none',
    });
    expect(renewalsOf(sender.requests)).toEqual([]);
  });

  test('refused by the cloud is told with its code, once', async () => {
    const { driver, sender, call } = scene((request) =>
      isGet(request)
        ? { body: answers.normalNat }
        : refusal(409, 'OperationDenied', 'Operation not available.'),
    );
    await expect(driver.billing.renew?.(key, { months: 1 }, call())).rejects.toMatchObject({
      code: 'failed-precondition',
      provider: { code: 'OperationDenied', operation: 'PurchaseReservedNat' },
    });
    expect(renewalsOf(sender.requests)).toHaveLength(1);
  });

  test.each([10, 11, 13, 37])('of %i months is refused, since Baidu does not sell it', async (months) => {
    const { driver, sender, clock } = scene(() => ({ body: answers.normalNat }));
    const nat = createNat({ baidu: driver }, { clock, random: seededRandom(1) });
    await expect(nat.gateway(`baidu:bj/${key.id}`).renew({ months })).rejects.toMatchObject({
      field: 'term',
    });
    expect(sender.requests).toEqual([]);
  });
});
