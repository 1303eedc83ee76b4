import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from '../src/body.ts';
import type { WireResponse } from '../src/index.ts';
import { failureFrom, text } from './inside.ts';

const ofJson = (body: string) => readBody(text(body, 200, 'application/json'), 'json');
const ofXml = (body: string) => readBody(text(body, 200, 'text/xml'), 'xml');
const encoded = (body: Uint8Array, encoding: string): WireResponse => ({
  status: 200,
  headers: { 'content-encoding': encoding },
  body,
});

describe('an answer in JSON', () => {
  it.each(['', '   \r\n', '\uFEFF'])('is undefined when there is nothing in it (%j)', async (body) => {
    expect(await ofJson(body)).toBeUndefined();
  });

  it('may begin with a byte order mark', async () => {
    expect(await ofJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it('keeps every digit of integers that JavaScript cannot count', async () => {
    const body = '{"AliUid":1234567890123456789,"list":[-9007199254740993, 9007199254740991],"n":1}';
    expect(await ofJson(body)).toEqual({
      AliUid: '1234567890123456789',
      list: ['-9007199254740993', 9007199254740991],
      n: 1,
    });
  });

  it('leaves long digits alone where they are text, fractions or exponents', async () => {
    const body =
      '{"a":"id 12345678901234567890 \\" :12345678901234567890","b":0.12345678901234567,"c":12345678901234567e3}';
    expect(await ofJson(body)).toEqual(JSON.parse(body));
  });

  it('reads whatever JSON can spell as JSON.parse does', async () => {
    const holder = fc.jsonValue({ maxDepth: 4 });
    await fc.assert(
      fc.asyncProperty(holder, async (value) => {
        const spelled = JSON.stringify([value]);
        fc.pre(!spelled.includes('__proto__'));
        const read = await ofJson(spelled);
        expect(JSON.stringify(read).replaceAll('"', '')).toBe(
          JSON.stringify(JSON.parse(spelled)).replaceAll('"', ''),
        );
      }),
    );
  });

  it.each([
    ['cut short in a text of escaped quotes', `{"n":12345678901234567890,"a":"${'\\"'.repeat(200_000)}`],
    ['cut short among many texts', `{"n":12345678901234567890,"a":[${'"",'.repeat(200_000)}`],
    ['nothing but brackets', `[12345678901234567890,${'['.repeat(1_000_000)}`],
  ])('is refused as quickly when it is %s', async (_what, body) => {
    const started = performance.now();
    expect((await failureFrom(ofJson(body))).code).toBe('protocol');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('may hold a text of a million escapes beside a long integer', async () => {
    const body = `{"n":12345678901234567890,"a":"${'\\"'.repeat(1_000_000)}"}`;
    expect(await ofJson(body)).toMatchObject({ n: '12345678901234567890' });
  });

  it('finds a long integer wherever in the bytes it stands', async () => {
    const place = fc.tuple(fc.nat(64), fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n }));
    await fc.assert(
      fc.asyncProperty(place, async ([before, long]) => {
        const body = `{"p":"${'x'.repeat(before)}","n":${long}}`;
        expect(await ofJson(body)).toMatchObject({ n: String(long) });
      }),
    );
  });

  it.each([
    ['cut short', '{"RequestId":"4C46'],
    ['a web page', '<!DOCTYPE html><html><title>Login</title></html>'],
    ['plain words', 'upstream connect error'],
    ['setting a prototype', '{"a":{"__proto__":{"admin":true}}}'],
  ])('is protocol when it is %s', async (_name, body) => {
    expect(await failureFrom(ofJson(body))).toMatchObject({
      code: 'protocol',
      outcome: 'unknown',
      retryable: true,
    });
  });

  it('may mention a prototype in a value', async () => {
    expect(await ofJson('{"Name":"__proto__"}')).toEqual({ Name: '__proto__' });
  });

  it('is XML when a gateway before the service answers in XML', async () => {
    expect(await ofJson('<Error><Code>Throttling</Code></Error>')).toEqual({ Code: 'Throttling' });
  });

  it('shows status, content type and a redacted beginning when it makes no sense', async () => {
    const page = `<html>\n<body>AccessKeySecret=topsecret ${'z'.repeat(200)}`;
    const error = await failureFrom(readBody(text(page, 502), 'json'));
    expect(error.message).toContain('HTTP 502, text/html, begins "<html> <body>AccessKeySecret=*** zzz');
    expect(error.message).not.toContain('topsecret');
    expect(error.message).not.toContain('z'.repeat(80));
  });
});

describe('an answer in XML', () => {
  it('is the content of the root element, with text for values and an array for what occurs twice', async () => {
    const body = `<?xml version='1.0' encoding='UTF-8'?>
      <DescribeThingsResponse><RequestId>R-1</RequestId><Size>0012</Size><Big>1234567890123456789</Big>
      <Things><Thing>a &amp; b</Thing><Thing>&#65;</Thing></Things><Empty/></DescribeThingsResponse>`;
    expect(await ofXml(body)).toEqual({
      RequestId: 'R-1',
      Size: '0012',
      Big: '1234567890123456789',
      Things: { Thing: ['a & b', 'A'] },
      Empty: '',
    });
  });

  it.each(['<!--', '<![CDATA[', '<a>', '<a><!---->', '&amp;', '<a b="'])(
    'is refused as quickly when it is cut short after many %j',
    async (piece) => {
      const started = performance.now();
      expect((await failureFrom(ofXml(`<r>${piece.repeat(300_000 / piece.length)}`))).code).toBe('protocol');
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );

  it('may hold anything inside CDATA', async () => {
    const body = '<Error><Recommend><![CDATA[<!DOCTYPE a> https://x.test/?a=1&b=2]]></Recommend></Error>';
    expect(await ofXml(body)).toEqual({ Recommend: '<!DOCTYPE a> https://x.test/?a=1&b=2' });
  });

  it('is JSON when it begins like JSON', async () => {
    expect(await ofXml('{"Code":"Throttling"}')).toEqual({ Code: 'Throttling' });
  });

  it.each([
    ['cut short', '<R><a>1</a>'],
    ['two documents', '<R/><R/>'],
    ['a document type', '<!DOCTYPE R [<!ENTITY a "b">]><R>&a;</R>'],
    ['an external entity', '<!DOCTYPE R SYSTEM "file:///etc/passwd"><R/>'],
    ['a prototype key', '<R><__proto__><admin>1</admin></__proto__></R>'],
    ['a constructor key', '<R><constructor><prototype>1</prototype></constructor></R>'],
    ['a thousand levels deep', `${'<a>'.repeat(1_000)}${'</a>'.repeat(1_000)}`],
    ['a web page', '<html><body></body></html>'],
  ])('is protocol when it is %s', async (_name, body) => {
    expect(await failureFrom(ofXml(body))).toMatchObject({ code: 'protocol', outcome: 'unknown' });
  });
});

describe('an answer that something on the way compressed', () => {
  it('is unfolded', async () => {
    expect(await readBody(encoded(gzipSync('{"a":1}'), 'gzip'), 'json')).toEqual({ a: 1 });
  });

  it.each([
    ['an unknown way', encoded(Buffer.from('{}'), 'zstd')],
    ['a way it was not', encoded(Buffer.from('{}'), 'gzip')],
    ['a bomb', encoded(gzipSync(Buffer.alloc(17 * 1024 * 1024)), 'gzip')],
  ])('is protocol when it was %s', async (_name, response) => {
    expect((await failureFrom(readBody(response, 'json'))).code).toBe('protocol');
  });
});

it('leaves text as it is', async () => {
  expect(await readBody(text(' <a>{"1":2} ', 200, 'text/plain'), 'text')).toBe(' <a>{"1":2} ');
});
