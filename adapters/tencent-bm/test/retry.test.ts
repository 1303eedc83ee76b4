import { describe, expect, test } from 'vitest';
import type { Api } from '../src/index.ts';
import answers from './fixtures/answers.json' with { type: 'json' };
import { key, type Reply, refusal, scene, v2, v3 } from './scripted-sender.ts';
import { actionOf, formOf } from './wire-forms.ts';

const gateway = v2({ data: [answers.gatewayV2] });
const v3Refusal = (Code: string): Reply => ({ body: { Response: { Error: { Code, Message: 'no' } } } });

describe('a refused request', () => {
  test.each([4500, 4200])(
    'with %i is signed anew, by the clock of the cloud and with a new nonce',
    async (code) => {
      const theirs = Date.UTC(2024, 0, 1, 3);
      const { driver, sender, call } = scene((_, count) =>
        count === 1 ? { ...refusal(code), headers: { date: new Date(theirs).toUTCString() } } : gateway,
      );
      await driver.gateways.get(key, call());
      const [first, second] = sender.requests.map(formOf);
      expect(second?.get('Nonce')).not.toBe(first?.get('Nonce'));
      expect(second?.get('Signature')).not.toBe(first?.get('Signature'));
      expect(Math.abs(Number(second?.get('Timestamp')) - theirs / 1000)).toBeLessThan(60);
    },
  );

  test('of version 3 that has expired is signed anew by the clock of the cloud', async () => {
    const theirs = Date.UTC(2024, 0, 1, 3);
    const { driver, sender, call } = scene<'v3'>(
      (_, count) =>
        count === 1
          ? { ...v3Refusal('AuthFailure.SignatureExpire'), headers: { date: new Date(theirs).toUTCString() } }
          : v3({ VpcSet: [] }),
      { api: 'v3' },
    );
    await driver.networks.list(undefined, call());
    const stamp = Number(sender.requests[1]?.headers['x-tc-timestamp']);
    expect(Math.abs(stamp - theirs / 1000)).toBeLessThan(60);
  });

  test.each([4400, 6000, 6200, 9001])('of a read with %i is sent again', async (code) => {
    const { driver, sender, call } = scene((_, count) => (count < 3 ? refusal(code) : gateway));
    await driver.gateways.get(key, call());
    expect(sender.requests).toHaveLength(3);
  });

  test.each([4000, 4100, 4104, 5300, 13014])('of a read with %i is told at once', async (code) => {
    const { driver, sender, call } = scene(() => refusal(code));
    await expect(driver.gateways.get(key, call())).rejects.toMatchObject({ provider: { code: `${code}` } });
    expect(sender.requests).toHaveLength(1);
  });
});

describe('an answer', () => {
  test.each(['<html>busy</html>', '{"ok":true}', ''])(
    'of %j is a breach of protocol, and never says that a gateway is gone',
    async (body) => {
      const { driver, call } = scene((request) =>
        actionOf(request) === 'DescribeBmNatGateway' ? { body } : v2({ data: { taskId: 1 } }),
      );
      await expect(driver.gateways.get(key, call())).rejects.toMatchObject({ code: 'protocol' });
      const receipt = await driver.gateways.delete(key, false, call());
      await expect(driver.poll(receipt, call())).rejects.toMatchObject({ code: 'protocol', retryable: true });
    },
  );

  test('that a read has lost is asked for again', async () => {
    const { driver, sender, call } = scene((_, count) => (count === 1 ? 'lost' : gateway));
    await driver.gateways.get(key, call());
    expect(sender.requests).toHaveLength(2);
  });

  test('keeps secrets out of every error', async () => {
    const { driver, call } = scene(() =>
      refusal(4100, 'bad Signature=abcdef SecretKey=testSecretKeyForScripts'),
    );
    const error = await driver.gateways.get(key, call()).catch((thrown: unknown) => thrown);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/testSecretKeyForScripts/);
  });
});

describe('an answer without the list that was asked for', () => {
  test.each([
    ['v2', () => v2({ totalCount: 0 })],
    ['v3', () => v3({ TotalCount: 0 })],
  ] as const)('is not taken for an empty one: %s', async (api, answer) => {
    const { driver, call } = scene<Api>(answer, { api, vpc: key.network });
    const foreign = { code: 'protocol', outcome: 'unknown' };
    await expect(driver.gateways.list({}, undefined, call())).rejects.toMatchObject(foreign);
    await expect(driver.addresses.list({}, undefined, call())).rejects.toMatchObject(foreign);
    await expect(driver.snat.list(key, undefined, call())).rejects.toMatchObject(foreign);
  });
});
