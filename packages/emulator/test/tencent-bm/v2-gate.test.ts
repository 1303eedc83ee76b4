import { describe, expect, it } from 'vitest';
import { createReplayMemory } from '../../src/clouds/tencent/replay.ts';
import { START } from '../tencent/client.ts';
import { type Bend, Tencent } from './client.ts';

const code = (bend: Bend) => new Tencent().v2('DescribeBmNatGateway', {}, bend).code;

describe('the gate of v2', () => {
  it.each<[string, Bend]>([
    ['GET with SHA-1', {}],
    ['GET with SHA-256', { sha256: true }],
    ['POST with SHA-1', { method: 'POST' }],
    ['POST with SHA-256', { method: 'POST', sha256: true }],
    ['an unknown signature method, which means SHA-1', { common: { SignatureMethod: 'HmacMD5' } }],
    ['parameters it does not know', { common: { RequestClient: 'SDK_NODEJS_0.2.1' } }],
    ['a trailing slash', { path: '/v2/index.php/' }],
    ['the host the API lived on first', { host: 'vpc.api.qcloud.com' }],
    ['a clock five minutes slow', { clockSkew: 300_000 }],
    ['nonce 0, which the Node client draws as well', { common: { Nonce: '0' } }],
  ])('lets through %s', (_, bend) => {
    expect(code(bend)).toBe(0);
  });

  it.each<[string, number, Bend]>([
    ['no Action', 4000, { common: { Action: undefined } }],
    ['no Region', 4000, { common: { Region: undefined } }],
    ['an unknown Region', 4000, { common: { Region: 'ap-atlantis' } }],
    ['no Timestamp', 4000, { common: { Timestamp: undefined } }],
    ['a Timestamp in words', 4000, { common: { Timestamp: 'now' } }],
    ['no Nonce', 4000, { common: { Nonce: undefined } }],
    ['a negative Nonce', 4000, { common: { Nonce: '-1' } }],
    ['no SecretId', 4000, { common: { SecretId: undefined } }],
    ['no Signature', 4000, { tamper: (signed) => signed.delete('Signature') }],
    ['a parameter added after signing', 4100, { tamper: (signed) => signed.set('limit', '5') }],
    ['a parameter changed after signing', 4100, { tamper: (signed) => signed.set('Region', 'ap-beijing') }],
    ['a clock more than five minutes fast', 4500, { clockSkew: -301_000 }],
    ['milliseconds for seconds', 4500, { common: { Timestamp: String(START) } }],
    ['DELETE', 4600, { method: 'DELETE' }],
    ['the domain of another module', 6100, { host: 'bmeip.api.qcloud.com' }],
  ])('answers %s with %i', (_, expected, bend) => {
    expect(code(bend)).toBe(expected);
  });

  it('answers failures with status 200, a code, its name and a message, and no data', () => {
    const tencent = new Tencent();
    const reply = tencent.send(tencent.v2Request('NoSuchAction', {}));
    expect(reply.status).toBe(200);
    expect(Object.keys(JSON.parse(reply.body))).toEqual(['code', 'message', 'codeDesc']);
  });

  it('signs over the host of the Host header, with its port or without', () => {
    const tencent = new Tencent();
    const request = tencent.v2Request('DescribeBmNatGateway', {}, { host: '127.0.0.1' });
    const elsewhere = tencent.v2Request('DescribeBmNatGateway', {}, { host: 'localhost' });
    const codes = [request, elsewhere].map((each) => {
      const reply = tencent.send({ ...each, headers: { ...each.headers, host: '127.0.0.1:8080' } });
      return JSON.parse(reply.body).code;
    });
    expect(codes).toEqual([0, 4100]);
  });

  it('reads a POST from its body only', () => {
    const tencent = new Tencent();
    const request = tencent.v2Request('DescribeBmNatGateway', {}, { method: 'POST' });
    const reply = tencent.send({ ...request, query: request.body, body: '' });
    expect(JSON.parse(reply.body)).toMatchObject({ code: 4000, message: 'parameter Action is missing' });
  });

  it('takes the same nonce again with another timestamp', () => {
    const tencent = new Tencent();
    const again = (seconds: number) =>
      tencent.v2(
        'DescribeBmNatGateway',
        {},
        {
          common: { Nonce: '77', Timestamp: String(START / 1000 + seconds) },
        },
      ).code;
    expect([again(0), again(1), again(0)]).toEqual([0, 0, 4500]);
  });

  it('wraps module codes in code 5100 when the settings ask for the general shape', () => {
    const tencent = new Tencent();
    tencent.cloud.seed({ settings: { errorShape: 'wrapped' } });
    const wrapped = tencent.v2('DescribeBmNatGateway', { natId: 'nat-00000000' });
    const common = tencent.v2('DescribeBmNatGateway', { limit: 51 });
    expect(wrapped).toEqual({ code: 5100, message: '(13014)NAT gateway nat-00000000 does not exist' });
    expect(common.code).toBe(4000);
  });

  it('answers the polling action with a code in quotes when the settings ask for it', () => {
    const tencent = new Tencent();
    tencent.cloud.seed({ settings: { pollingCodeAsText: true } });
    tencent.v2('EipBmApply', { unVpcId: tencent.network.vpcId });
    expect(tencent.v2('QueryBmNatGatewayProductionStatus', { taskId: 9641 }).code).toBe('0');
  });

  it('accepts a clock two hours off when the settings follow the BM page', () => {
    const tencent = new Tencent();
    tencent.cloud.seed({ settings: { clockTolerance: 7200 } });
    expect(tencent.v2('DescribeBmNatGateway', {}, { clockSkew: 7_100_000 }).code).toBe(0);
  });

  it('tells throttling in status 200 with retry-after, and a breakdown in status 200 too', () => {
    const { cloud, ...tencent } = withCloud();
    const throttled = cloud.faultReply('throttle', tencent.request, 1.5);
    const broken = cloud.faultReply('server-error', tencent.request);
    expect([throttled.status, throttled.headers['retry-after'], broken.status]).toEqual([200, '2', 200]);
  });
});

function withCloud() {
  const tencent = new Tencent();
  return { cloud: tencent.cloud, request: tencent.v2Request('DescribeBmNatGateway', {}) };
}

describe('the memory of nonces', () => {
  const stamp = { secretId: 'key', timestamp: '1', signature: 'one' } as const;

  it('forgets a use only after it is too old to be sent again', () => {
    const memory = createReplayMemory(1000);
    const use = (nonce: string, now: number) => memory.firstUse({ ...stamp, nonce }, now);
    const seen = [use('1', 0), use('1', 999), use('2', 1500), use('1', 1999), use('1', 5000)];
    expect(seen).toEqual([true, false, true, false, true]);
  });

  it.each([
    ['takes', 'that chance repeats', '65535', [true, true, false]],
    ['refuses', 'that no chance repeats', '65536', [true, false, false]],
  ])('%s another signature with a nonce %s', (_, __, nonce, expected) => {
    const memory = createReplayMemory();
    const use = (signature: string) => memory.firstUse({ ...stamp, nonce, signature }, 0);
    expect([use('one'), use('another'), use('one')]).toEqual(expected);
  });

  it('refuses a nonce that no chance repeats under another timestamp too', () => {
    const memory = createReplayMemory();
    const use = (nonce: string, timestamp: string) => memory.firstUse({ ...stamp, nonce, timestamp }, 0);
    expect([use('65536', '1'), use('65536', '2')]).toEqual([true, false]);
    expect([use('65535', '1'), use('65535', '2')]).toEqual([true, true]);
  });
});
