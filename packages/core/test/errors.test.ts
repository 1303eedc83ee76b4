import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NatError, redact } from '../src/index.ts';

describe('NatError', () => {
  it('can be said again with more details, without repeating what surrounds the message', () => {
    const cause = new Error('socket');
    const error = new NatError('unavailable', 'no route', { retryable: true, cause });
    const known = error.with({ provider: { cloud: 'baidu', operation: 'ListNats' }, outcome: 'unknown' });
    expect(known.message).toBe('[unavailable] no route (baidu, ListNats)');
    expect(known).toMatchObject({ plain: 'no route', retryable: true, outcome: 'unknown', cause });
  });

  it('starts its message with the code and ends it with what the provider said', () => {
    const error = new NatError('not-found', 'gateway ngw-1', {
      provider: {
        cloud: 'alibaba',
        operation: 'DeleteNatGateway',
        code: 'InvalidNatGatewayId.NotFound',
        requestId: '8F',
      },
    });
    expect(error.message).toBe(
      '[not-found] gateway ngw-1 (alibaba, DeleteNatGateway, InvalidNatGatewayId.NotFound, request 8F)',
    );
  });

  it('names the field in front of what is wrong with it', () => {
    expect(new NatError('invalid-argument', 'must be 1 to 65535', { field: 'public.ports' }).message).toBe(
      '[invalid-argument] public.ports: must be 1 to 65535',
    );
  });

  it('is recognised by brand, so that a second copy of the package does not hide it', () => {
    const foreign = Object.assign(new Error('[busy] x'), {
      [Symbol.for('@polynat/NatError')]: true,
      code: 'busy',
    });
    expect(NatError.is(foreign, 'busy')).toBe(true);
    expect(NatError.is(foreign, 'throttled')).toBe(false);
    expect(NatError.is(new Error('busy'))).toBe(false);
    expect(NatError.is(undefined)).toBe(false);
  });

  it('lets a NatError pass unchanged and wraps everything else with its cause', () => {
    const known = new NatError('busy', 'wait');
    const cause = new TypeError('boom');
    expect(NatError.from(known)).toBe(known);
    expect(NatError.from(cause)).toMatchObject({ code: 'internal', cause });
    expect(NatError.from('text').message).toBe('[internal] text');
  });

  it('has lost its secrets before anybody can log it', () => {
    const error = new NatError(
      'unauthenticated',
      'server string to sign is:GET&%2F&AccessKeyId%3DLTAIsecret%26Action%3DX',
      {
        provider: { cloud: 'alibaba', message: 'AccessKeyId=LTAIsecret&Signature=abc%2Bdef%3D' },
      },
    );
    expect(JSON.stringify(error) + error.message).not.toMatch(/LTAIsecret|abc%2Bdef/);
    expect(error.provider?.message).toBe('AccessKeyId=***&Signature=***');
  });

  it('shows no secret of the errors behind it when it is printed', () => {
    const deep = new Error('401', { cause: new Error('sent AccessKeySecret=s3cret') });
    const printed = inspect(NatError.from(new Error('Signature=s3cret', { cause: deep })), {
      showHidden: true,
      depth: null,
    });
    expect(printed).toContain('AccessKeySecret=***');
    expect(printed).not.toContain('s3cret');
  });

  it('keeps an error behind it that holds no secret, and survives a chain that leads back to itself', () => {
    const harmless = new TypeError('no function');
    expect(NatError.from(harmless).cause).toBe(harmless);
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(NatError.from(first).message).toBe('[internal] first');
  });
});

describe('redact', () => {
  it.each([
    ['https://x/?SecretId=AKIDz8&Signature=ab%2Bc%3D&natId=nat-1', 'natId=nat-1'],
    ['{"SecretKey":"a\\"b","natId":"nat-1"}', '"natId":"nat-1"'],
    [
      'authorization: TC3-HMAC-SHA256 Credential=AKIDz8/2026, SignedHeaders=host, Signature=ff',
      'authorization',
    ],
    ['bce-auth-v1/AKIDz8/2018-07-09T02:47:39Z/1800/host/deadbeef next', 'next'],
    ['http://user:AKIDz8@proxy:3128/', 'proxy:3128'],
    ['http://user:AKIDz8@AKIDz8@proxy:3128/', 'proxy:3128'],
    ['GET&%2F&AccessKeyId%3DAKIDz8%26SecurityToken%3DAKIDz8%26Action%3DX', 'Action%3DX'],
    ['GET&AccessKeyId%253DAKIDz8%2526SecurityToken%253DAKIDz8%2526Action%253DX', 'Action%253DX'],
    ['%7B%22SecretKey%22%3A%22AKIDz8%22%2C%22a%22%3A1%7D', '%22a%22%3A1'],
    [String.raw`{"body":"{\"accessKeySecret\":\"AKIDz8\",\"a\":1}"}`, String.raw`\"a\":1`],
    [`{ sessionToken: 'AKIDz8', region: 'bj' }`, 'region'],
  ])('masks %s and keeps the rest readable', (text, kept) => {
    expect(redact(text)).toContain(kept);
    expect(redact(text)).not.toMatch(/AKIDz8|deadbeef|ab%2Bc|a\\"b|=ff/);
  });

  it.each([
    ['words joined by dots', 'a.'],
    ['addresses', 'a://b:'],
    ['names without values', 'Token '],
    ['quoted names', '"Token": "'],
    ['escaped quotes', '\\"'],
    ['percent signs', '%26'],
  ])('takes no longer than the text is long: %s', (_what, piece) => {
    const text = `Token${piece.repeat(1_000_000 / piece.length)}`;
    const started = performance.now();
    redact(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('leaves text without secrets alone', () => {
    const text = 'clientToken=abc&purchaseReserved= status 404 NoSuchNat';
    expect(redact(text)).toBe(text);
  });

  it('never lets the value of a secret parameter through, whatever it is made of', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9+/=._~-]{8,40}$/);
    fc.assert(
      fc.property(value, (secret) => {
        expect(redact(`a=1&AccessKeySecret=${encodeURIComponent(secret)}&b=2`)).toBe(
          'a=1&AccessKeySecret=***&b=2',
        );
      }),
    );
  });
});
