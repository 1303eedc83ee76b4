import { BceBaseClient } from '@baiducloud/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../src/index.ts';
import { signedQuery } from './alibaba/bench.ts';
import { signedUrl } from './tencent-bm/http.ts';
import { signedCall } from './tencent-vpc/http.ts';

const START = Date.parse('2020-09-25T08:00:00Z');
const keys = (name: string) => ({ accessKeyId: name, accessKeySecret: `secret-${name}` });
const gateway = { region: 'cn-qingdao', name: 'shop' };

describe('accounts of a seed', () => {
  let emulator: Emulator;
  let now = START;
  let nonce = 0;

  beforeEach(async () => {
    now = START;
    emulator = await startEmulator({
      speed: 0,
      wall: () => now,
      seed: {
        accounts: [
          { cloud: 'alibaba', keys: keys('team-a'), perSecond: 2, seed: { gateways: [gateway, gateway] } },
          { cloud: 'alibaba', keys: keys('team-b') },
        ],
      },
    });
  });
  afterEach(() => emulator.close());

  async function list(credentials: Readonly<Record<string, string>>) {
    nonce += 1;
    const parameters = { Action: 'DescribeNatGateways', RegionId: 'cn-qingdao' };
    const query = signedQuery(credentials, `nonce-${nonce}`, parameters);
    const response = await fetch(`${emulator.url}/?${query}`);
    const { TotalCount, Code } = JSON.parse(await response.text());
    return Code ?? TotalCount;
  }

  it('have a state of their own behind their own keys', async () => {
    const own = emulator.connection().credentials.alibaba;

    expect([await list(keys('team-a')), await list(keys('team-b')), await list(own)]).toEqual([2, 0, 0]);
    expect(await list({ ...keys('team-a'), accessKeySecret: 'secret-team-b' })).toBe('SignatureDoesNotMatch');
    expect(await list(keys('team-c'))).toBe('InvalidAccessKeyId.NotFound');
    emulator.checkInvariants();
  });

  it('have an allowance of their own, in any second', async () => {
    const answers = [];
    for (const passed of [0, 600, 300, 100, 500, 100]) {
      now += passed;
      answers.push(await list(keys('team-a')));
    }

    // At 0, 600, 900, 1000, 1500 and 1600 ms.
    expect(answers).toEqual([2, 2, 'Throttling.User', 2, 'Throttling.User', 2]);
    expect(await list(keys('team-b'))).toBe(0);
  });

  it('are counted by operation and second, however many requests there are', async () => {
    for (const passed of [0, 0, 0, 1000]) {
      now += passed;
      await list(keys('team-a'));
    }
    await list(keys('team-b'));

    const counted = { cloud: 'alibaba', operation: 'DescribeNatGateways' };
    const response = await fetch(`${emulator.url}/_emulator/stats`);
    expect(await response.json()).toEqual([
      { ...counted, account: 'team-a', second: '2020-09-25T08:00:00Z', requests: 3, throttled: 1 },
      { ...counted, account: 'team-a', second: '2020-09-25T08:00:01Z', requests: 1, throttled: 0 },
      { ...counted, account: 'team-b', second: '2020-09-25T08:00:01Z', requests: 1, throttled: 0 },
    ]);

    emulator.clearRequests();
    expect(emulator.stats()).toEqual([]);
  });

  it('show their ready networks and their states, without secrets, and come back after a reset', () => {
    const before = emulator.connection().accounts;
    emulator.seed({ accounts: [{ cloud: 'baidu', keys: { accessKeyId: 'late', secretAccessKey: 's' } }] });
    expect(emulator.connection().accounts).toHaveLength(3);

    emulator.reset();

    expect(emulator.connection().accounts).toEqual(before);
    expect(before?.map(({ account }) => account)).toEqual(['team-a', 'team-b']);
    expect(JSON.stringify([before, emulator.world()])).not.toContain('secret-team');
  });

  it.each([
    [
      { cloud: 'alibaba', keys: keys('team-a') },
      /accounts\.0: .*keys: alibaba has an account with the key team-a/,
    ],
    [{ cloud: 'alibaba', keys: { accessKeyId: 'x' } }, /accessKeySecret/],
    [{ cloud: 'baidu', keys: keys('x') }, /secretAccessKey/],
    [{ cloud: 'alibaba', keys: keys('x'), perSecond: 0 }, /perSecond/],
    [{ cloud: 'alibaba', keys: keys('x'), seed: { gateways: [{ region: 'mars' }] } }, /region/],
  ])('are refused by field: %j', (account, message) => {
    expect(() => emulator.seed({ accounts: [account] })).toThrow(message);
  });
});

describe('the account of a request', () => {
  const tencent = { secretId: 'AKIDteam', secretKey: 'secret' };
  const baidu = { accessKeyId: 'team', secretAccessKey: 'secret' };
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({
      speed: 0,
      seed: {
        accounts: [
          { cloud: 'tencentBm', keys: tencent },
          { cloud: 'tencentVpc', keys: tencent },
          { cloud: 'baidu', keys: baidu },
        ],
      },
    });
  });
  afterEach(() => emulator.close());

  /** The emulator as a caller with the keys of the team sees it. */
  function asTeam(): Emulator {
    const connection = emulator.connection();
    const credentials = { ...connection.credentials, tencentBm: tencent, tencentVpc: tencent };
    return { ...emulator, connection: () => ({ ...connection, credentials }) };
  }

  it('is told by the SecretId of v2', async () => {
    await fetch(signedUrl(asTeam(), 'DescribeBmNatGateway'));
    expect(emulator.stats()).toMatchObject([{ cloud: 'tencentBm', account: 'AKIDteam', requests: 1 }]);
  });

  it('is told by the Credential of TC3', async () => {
    const { url, ...init } = signedCall(asTeam(), 'DescribeNatGateways');
    const response = await fetch(url, init);
    expect(await response.text()).toContain('"TotalCount":0');
    expect(emulator.stats()).toMatchObject([{ cloud: 'tencentVpc', account: 'AKIDteam', requests: 1 }]);
  });

  it('is told by the authorization of Baidu', async () => {
    const credentials = { ak: baidu.accessKeyId, sk: baidu.secretAccessKey };
    const client = new BceBaseClient({ endpoint: emulator.url, credentials }, 'bcc', true);
    const { body } = await client.sendRequest('GET', '/v1/vpc', { params: {} });
    expect(body).toMatchObject({ vpcs: expect.any(Array) });
    expect(emulator.stats()).toMatchObject([{ cloud: 'baidu', account: 'team', requests: 1 }]);
  });
});
