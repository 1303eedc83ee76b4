import { describe, expect, test } from 'vitest';
import answers from './fixtures/answers.json' with { type: 'json' };
import { isGet, key, refusal, scene, tokenOf } from './scripted-sender.ts';

const dateOf = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
  Date.parse(headers['x-bce-date'] ?? '');

describe('a refused request', () => {
  test('that has expired is signed anew, by the clock of the cloud', async () => {
    const theirs = Date.UTC(2024, 0, 1, 3);
    const { driver, sender, call } = scene((_, count) =>
      count === 1
        ? { ...refusal(400, 'RequestExpired'), headers: { date: new Date(theirs).toUTCString() } }
        : { body: answers.normalNat },
    );
    await driver.gateways.get(key, call());
    const [first, second] = sender.requests;
    if (!first || !second) throw new Error('two tries were expected');
    expect(second.headers.authorization).not.toBe(first.headers.authorization);
    expect(Math.abs(dateOf(second) - theirs)).toBeLessThan(60_000);
  });

  test('that has expired although it bears the date of the answer is signed by the own clock again', async () => {
    const wrong = new Date(Date.UTC(2030, 0, 1)).toUTCString();
    const { driver, sender, clock, call } = scene((_, count) =>
      count <= 2
        ? { ...refusal(400, 'RequestExpired'), headers: { date: wrong } }
        : { body: answers.normalNat },
    );
    await driver.gateways.get(key, call());
    const [own, theirs, again] = sender.requests.map(dateOf);
    expect(new Date(theirs ?? 0).getUTCFullYear()).toBe(2030);
    expect(Math.abs((again ?? 0) - clock.now())).toBeLessThan(60_000);
    expect(again).toBeGreaterThanOrEqual(own ?? 0);
  });

  test('for load comes back after the pause the cloud asks for', async () => {
    const { driver, sender, clock, call } = scene((_, count) =>
      count <= 2
        ? { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': '7' } }
        : { body: answers.normalNat },
    );
    const before = clock.now();
    await driver.gateways.get(key, call());
    expect(sender.requests).toHaveLength(3);
    expect(clock.now() - before).toBeGreaterThanOrEqual(14_000);
  });

  test.each([
    [500, 'InternalError'],
    [500, 'ServiceInternalError'],
    [502, 'BadGateway'],
    [503, 'ServiceUnavailable'],
    [400, 'Http400'],
  ])(
    'of status %i %s is repeated, as the official clients do, under the same token',
    async (status, code) => {
      const { driver, sender, call } = scene((request, count) => {
        if (isGet(request)) return { body: answers.enhancedNat };
        return count === 2 ? refusal(status, code) : { body: { natId: key.id } };
      });
      await driver.gateways.resize?.(key, { units: 5 }, call());
      const tokens = sender.requests.filter((request) => !isGet(request)).map(tokenOf);
      expect(tokens).toHaveLength(2);
      expect(new Set(tokens).size).toBe(1);
    },
  );

  test.each([
    [403, 'AccessDenied'],
    [403, 'IdempotentParameterMismatch'],
    [400, 'SignatureDoesNotMatch'],
    [413, 'LimitExceeded'],
    [404, 'NoSuchNat'],
  ])('of status %i %s is told at once', async (status, code) => {
    const { driver, sender, call } = scene(() => refusal(status, code));
    await expect(driver.gateways.get(key, call())).rejects.toMatchObject({ provider: { code } });
    expect(sender.requests).toHaveLength(1);
  });
});

describe('a change refused by a gateway at work', () => {
  test('is sent again once the gateway has come to rest', async () => {
    let looks = 0;
    const { driver, sender, call } = scene((request) => {
      if (isGet(request)) {
        looks += 1;
        return { body: { ...answers.normalNat, status: looks < 3 ? 'configuring' : 'active' } };
      }
      return looks < 2 ? refusal(409, 'OperationDenied') : {};
    });
    await driver.gateways.change?.(key, { name: 'other' }, call());
    expect(sender.requests.filter((request) => !isGet(request))).toHaveLength(3);
  });

  test('stays refused when the gateway is at rest', async () => {
    const { driver, sender, call } = scene((request) =>
      isGet(request) ? { body: answers.normalNat } : refusal(409, 'OperationDenied'),
    );
    await expect(driver.gateways.change?.(key, { name: 'other' }, call())).rejects.toMatchObject({
      code: 'failed-precondition',
    });
    expect(sender.requests.filter((request) => !isGet(request))).toHaveLength(1);
  });

  test('stays refused when the time is up', async () => {
    const { driver, call, clock } = scene((request) =>
      isGet(request)
        ? { body: { ...answers.normalNat, status: 'updating' } }
        : refusal(409, 'OperationDenied'),
    );
    const short = { ...call(), deadline: clock.now() + 10_000 };
    await expect(driver.gateways.change?.(key, { name: 'other' }, short)).rejects.toMatchObject({
      provider: { code: 'OperationDenied' },
    });
    expect(clock.now()).toBeLessThanOrEqual(short.deadline);
  });
});

describe('an answer', () => {
  test('that is no JSON is a breach of protocol, and a read is repeated', async () => {
    const { driver, sender, call } = scene((_, count) =>
      count === 1 ? { body: '<html>busy</html>' } : { body: answers.normalNat },
    );
    await driver.gateways.get(key, call());
    expect(sender.requests).toHaveLength(2);
  });

  test('without the id of what was made leaves the outcome unknown', async () => {
    const { driver, call } = scene(() => ({ body: { ok: true } }));
    const billing = { mode: 'on-demand' } as const;
    const order = { name: 'shop', network: { vpc: 'vpc-1' }, size: { units: 1 }, billing };
    await expect(driver.gateways.create(order, call())).rejects.toMatchObject({
      code: 'protocol',
      outcome: 'unknown',
      provider: { operation: 'CreateNat' },
    });
  });

  test('keeps secrets out of every error', async () => {
    const { driver, call } = scene(() =>
      refusal(400, 'SignatureDoesNotMatch', 'bce-auth-v1/AK/secret-thing'),
    );
    const error = await driver.gateways.get(key, call()).catch((thrown: unknown) => thrown);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/sklab-secret|secret-thing/);
  });
});

describe("a stranger's answer", () => {
  test.each([
    ['an empty object', 200, {}],
    ['an empty body', 200, undefined],
    ['a 404 without a code', 404, { error: 'no route' }],
  ])('is never taken for a gateway, rule or address that is gone: %s', async (_name, status, body) => {
    const { driver, call } = scene(() => ({ status, body, headers: { 'x-bce-request-id': '' } }));
    const unnamed = { code: 'protocol', outcome: 'unknown' };
    await expect(driver.addresses.release?.('180.76.186.180', call())).rejects.toMatchObject(unnamed);
    await expect(driver.gateways.delete(key, false, call())).rejects.toMatchObject(unnamed);
    await expect(driver.snat.list(key, undefined, call())).rejects.toMatchObject(unnamed);
  });

  test('without the list that was asked for is not taken for an empty one', async () => {
    const { driver, call } = scene(() => ({ body: { isTruncated: false } }));
    const foreign = { code: 'protocol', outcome: 'unknown' };
    await expect(driver.gateways.list({}, undefined, call())).rejects.toMatchObject(foreign);
    await expect(driver.addresses.list({}, undefined, call())).rejects.toMatchObject(foreign);
    await expect(driver.snat.list(key, undefined, call())).rejects.toMatchObject(foreign);
    await expect(driver.dnat.list(key, undefined, call())).rejects.toMatchObject(foreign);
    await expect(driver.networks.subnets('vpc-1', undefined, call())).rejects.toMatchObject(foreign);
  });
});
