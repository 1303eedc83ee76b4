import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../src/http.ts';
import { createRequestLog } from '../src/request-log.ts';

const SECRET = 'the-secret-key';

function log(...requests: readonly Partial<HttpRequest>[]) {
  const box = createRequestLog(() => [SECRET]);
  for (const request of requests) {
    box.add({
      at: 0,
      cloud: 'baidu',
      operation: 'Any',
      request: { method: 'GET', path: '/', query: '', headers: {}, body: '', ...request },
      status: 200,
      faults: [],
    });
  }
  return box;
}

describe('the log of requests', () => {
  it('takes parameters from query, form and JSON body', () => {
    const entries = log(
      { query: 'a=1&b=%E4%B8%AD' },
      { body: 'c=2+3' },
      { query: 'd=4', body: '{"e":{"f":5}}' },
    ).list();
    expect(entries.map(({ parameters }) => parameters)).toEqual([
      { a: '1', b: '中' },
      { c: '2 3' },
      { d: '4', e: { f: 5 } },
    ]);
  });

  it('keeps a body it cannot take apart as text', () => {
    const [broken, list] = log({ body: '{"a":' }, { body: '[1,2]' }).list();
    expect([broken?.parameters, list?.parameters]).toEqual([{ body: '{"a":' }, { body: [1, 2] }]);
  });

  it('leaves out keys, signatures and tokens, whatever their case', () => {
    const query = 'Signature=x&SecretId=x&AccessKeyId=x&SecurityToken=x&authorization=x&Token=x&kept=1';
    expect(log({ query }).list()[0]?.parameters).toEqual({ kept: '1' });
  });

  it('blots out a secret wherever it turns up', () => {
    const request = {
      path: `/${SECRET}`,
      query: `name=${SECRET}&${SECRET}=1`,
      body: JSON.stringify({ deep: [SECRET] }),
    };
    const text = JSON.stringify(log(request).list());
    expect([text.includes(SECRET), text.split('[removed]').length - 1]).toEqual([false, 4]);
  });

  it('does not show headers, which carry the signatures of two protocols', () => {
    const text = JSON.stringify(log({ headers: { authorization: 'signed' } }).list());
    expect(text).not.toContain('signed');
  });

  it('keeps the last ten thousand and goes on counting', () => {
    const entries = log(...Array.from({ length: 10_002 }, (_, index) => ({ path: `/${index}` }))).list();
    expect([entries.length, entries[0], entries.at(-1)]).toMatchObject([
      10_000,
      { sequence: 3, path: '/2' },
      { sequence: 10_002, path: '/10001' },
    ]);
  });

  it('is not confused by parameters named like members of objects', () => {
    const [entry] = log({ query: '__proto__=1&constructor=2&toString=3' }).list();
    expect(JSON.stringify(entry?.parameters)).toBe('{"__proto__":"1","constructor":"2","toString":"3"}');
  });
});
