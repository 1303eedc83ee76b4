import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redacted } from '../src/redact.ts';
import type { WireResponse } from '../src/wire.ts';

const answerOf = (text: string): WireResponse => ({
  status: 200,
  headers: {},
  body: new TextEncoder().encode(text),
});

/** Keys as clouds make them: letters, digits and what base64 has. */
const key = fc.stringMatching(/^[A-Za-z0-9+/]{15,39}[A-Za-z0-9]$/);

describe('what is shown of a request', () => {
  it('has no secret, wherever the cloud puts it and whatever the answer quotes', () => {
    fc.assert(
      fc.property(key, key, key, key, (id, secret, token, signature) => {
        const encoded = [id, secret, token, signature].map(encodeURIComponent);
        const [i, , t, s] = encoded;
        const quoted = `GET&%2F&${encodeURIComponent(`AccessKeyId=${i}&SecurityToken=${t}&Signature=${s}`)}`;
        const exchange = redacted(
          {
            method: 'POST',
            url: `https://vpc.aliyuncs.com/?Action=Describe&AccessKeyId=${i}&SecurityToken=${t}&Signature=${s}`,
            headers: { authorization: `bce-auth-v1/${id}/2026/${signature}`, 'x-bce-security-token': token },
            body: `SecretId=${i}&Token=${t}&Signature=${s}&ClientToken=keep-me`,
          },
          answerOf(
            JSON.stringify({
              Message: `server string to sign is: ${quoted}`,
              Credentials: { AccessKeyId: id, AccessKeySecret: secret, SecurityToken: token },
            }),
          ),
        );
        const shown = JSON.stringify(exchange);
        for (const hidden of [id, secret, token, signature, ...encoded]) expect(shown).not.toContain(hidden);
        expect(exchange.url).toContain('Action=Describe');
        expect(exchange.body).toContain('ClientToken=keep-me');
      }),
    );
  });

  it('keeps an answer as it came, long numbers included', () => {
    const text = '{"RequestId":"r-1","list":[{"id":12345678901234567890,"name":"a","accessKey": 7}]}';
    const { answer } = redacted({ method: 'GET', url: 'https://a.b/', headers: {} }, answerOf(text));
    expect(answer).toBe(
      '{"RequestId":"r-1","list":[{"id":12345678901234567890,"name":"a","accessKey":"***"}]}',
    );
  });

  it('shows nothing of a body that is cut off, and hides members of XML', () => {
    const request = { method: 'GET', url: 'https://a.b/', headers: {} } as const;
    expect(redacted(request, answerOf('{"SecretKey":"abc')).answer).toBe('(17 characters that are not JSON)');
    const xml = '<Error><Code>X</Code><AccessKeyId>abc</AccessKeyId></Error>';
    expect(redacted(request, answerOf(xml)).answer).toBe(
      '<Error><Code>X</Code><AccessKeyId>***</AccessKeyId></Error>',
    );
  });
});
