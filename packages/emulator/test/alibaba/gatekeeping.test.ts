import { describe, expect, test } from 'vitest';
import type { HttpReply } from '../../src/http.ts';
import { acs3Request } from './acs3-caller.ts';
import { createBench, type Parameters, signedQuery } from './bench.ts';

function verdict({ status, body }: HttpReply): unknown {
  const { Code, Message } = JSON.parse(body);
  return { status, Code, Message };
}

/** A signed DescribeRegions with some of its parameters changed before signing. */
function signed(changes: Parameters = {}, credentials?: Readonly<Record<string, string>>) {
  const bench = createBench();
  const query = signedQuery(credentials ?? bench.cloud.credentials, 'n1', {
    Action: 'DescribeRegions',
    ...changes,
  });
  return { ...bench, query };
}

describe('a call with signature 1.0', () => {
  test.each([
    ['an unknown action', { Action: 'MakeCoffee' }, 404, 'InvalidApi.NotFound'],
    ['no action', { Action: '' }, 400, 'MissingAction'],
    ['another version', { Version: '2014-05-26' }, 400, 'InvalidVersion'],
    ['another signature method', { SignatureMethod: 'HMAC-MD5' }, 400, 'IncompleteSignature'],
    ['no nonce', { SignatureNonce: '' }, 400, 'IncompleteSignature'],
    ['no timestamp', { Timestamp: '' }, 400, 'IllegalTimestamp'],
    [
      'a timestamp with milliseconds',
      { Timestamp: '2020-09-25T08:00:00.000Z' },
      400,
      'InvalidTimeStamp.Format',
    ],
    ['a timestamp 16 minutes old', { Timestamp: '2020-09-25T07:44:00Z' }, 400, 'InvalidTimeStamp.Expired'],
    ['a timestamp 16 minutes ahead', { Timestamp: '2020-09-25T08:16:00Z' }, 400, 'InvalidTimeStamp.Expired'],
  ])('with %s is refused', (_, changes, status, code) => {
    const { send, query } = signed(changes);
    expect(verdict(send({ query }))).toMatchObject({ status, Code: code });
  });

  test('is accepted up to 15 minutes from the real time, whatever the calendar says', () => {
    const { send, query, clock } = signed({ Timestamp: '2020-09-25T07:45:00Z' });
    clock.advance(400 * 24 * 3600 * 1000);
    expect(send({ query }).status).toBe(200);
  });

  test('with an unknown key is refused', () => {
    const { send, query } = signed({}, { accessKeyId: 'LTAI-nobody', accessKeySecret: 'x' });
    expect(verdict(send({ query }))).toEqual({
      status: 404,
      Code: 'InvalidAccessKeyId.NotFound',
      Message: 'Specified access key is not found.',
    });
  });

  test('with a wrong signature is told what the server signed', () => {
    const bench = createBench();
    const query = signedQuery({ ...bench.cloud.credentials, accessKeySecret: 'wrong' }, 'n1', {
      Action: 'DescribeRegions',
    });
    const prefix = 'Specified signature is not matched with our calculation. server string to sign is:';
    expect(verdict(bench.send({ query }))).toMatchObject({
      status: 400,
      Code: 'SignatureDoesNotMatch',
      Message: expect.stringMatching(new RegExp(`^${prefix}GET&%2F&AccessKeyId%3D`)),
    });
  });

  test('without a signature is refused', () => {
    const { send, query } = signed();
    const bare = query.replace(/&Signature=.*/, '');
    expect(verdict(send({ query: bare }))).toMatchObject({ status: 400, Code: 'IncompleteSignature' });
  });

  test('is refused when it comes a second time, until its nonce is forgotten', () => {
    const { send, query } = signed();
    send({ query });
    expect(verdict(send({ query }))).toEqual({
      status: 400,
      Code: 'SignatureNonceUsed',
      Message: 'Specified signature nonce was used already.',
    });
  });

  test('leaves its nonce unused when its signature is wrong', () => {
    const { send, query } = signed();
    send({ query: query.replace(/&Signature=.*/, '&Signature=AAAA') });
    expect(send({ query }).status).toBe(200);
  });

  test('may carry its parameters in the query, in the body, or split between them', () => {
    const { cloud, send } = createBench();
    const pairs = (nonce: string) =>
      signedQuery(cloud.credentials, nonce, { Action: 'DescribeVpcs', RegionId: 'cn-qingdao' }, 'POST').split(
        '&',
      );
    const post = (query: string, body: string) => send({ method: 'POST', query, body }).status;

    expect(post(pairs('a').join('&'), '')).toBe(200);
    expect(post('', pairs('b').join('&'))).toBe(200);
    const split = pairs('c');
    expect(post(split.slice(0, 4).join('&'), split.slice(4).join('&'))).toBe(200);
  });

  test('is judged by a clock that is wrong when that is injected', () => {
    const { send, query } = signed();
    expect(verdict(send({ query, clockSkew: 16 * 60_000 }))).toMatchObject({
      Code: 'InvalidTimeStamp.Expired',
    });
  });
});

describe('a call with ACS3-HMAC-SHA256', () => {
  test.each([
    ['an unknown action', { action: 'MakeCoffee' }, 404, 'InvalidApi.NotFound'],
    ['another version', { version: '2014-05-26' }, 400, 'InvalidVersion'],
    ['an old date', { date: '2020-09-25T07:00:00Z' }, 400, 'InvalidTimeStamp.Expired'],
    ['an unsigned nonce', { unsigned: ['x-acs-signature-nonce'] }, 400, 'IncompleteSignature'],
    [
      'a digest of another body',
      { headers: { 'x-acs-content-sha256': '0'.repeat(64) } },
      400,
      'SignatureDoesNotMatch',
    ],
  ])('with %s is refused', (_, changes, status, code) => {
    const { cloud, send } = createBench();
    const request = acs3Request(cloud.credentials, { action: 'DescribeRegions', nonce: 'n1', ...changes });
    expect(verdict(send(request))).toMatchObject({ status, Code: code });
  });

  test('is refused when it comes a second time', () => {
    const { cloud, send } = createBench();
    const request = acs3Request(cloud.credentials, { action: 'DescribeRegions', nonce: 'n1' });
    send(request);
    expect(verdict(send(request))).toMatchObject({ status: 400, Code: 'SignatureNonceUsed' });
  });

  test('without an Authorization header is refused', () => {
    const { send } = createBench();
    const headers = { 'x-acs-action': 'DescribeRegions', 'x-acs-version': '2016-04-28' };
    expect(verdict(send({ headers }))).toMatchObject({ status: 400, Code: 'IncompleteSignature' });
  });
});

describe('replies', () => {
  test('carry an upper-case RequestId, and errors the host that was called', () => {
    const { send, query } = signed({ Action: 'MakeCoffee' });
    const reply = send({ query, headers: { host: '127.0.0.1:8080' } });
    expect(JSON.parse(reply.body)).toMatchObject({
      RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      HostId: '127.0.0.1:8080',
    });
  });

  test('are XML when the caller asks for it in any letter case, errors too', () => {
    const { send, query } = signed({ Format: 'xml', Action: 'MakeCoffee' });
    const reply = send({ query });
    expect(reply.headers['content-type']).toBe('text/xml;charset=utf-8');
    expect(reply.body).toMatch(/^<\?xml .*\?><Error><RequestId>.*<Code>InvalidApi\.NotFound<\/Code>/);
  });

  test('escape what XML reserves and drop what it cannot carry', () => {
    const { raw, must, network } = createBench();
    must('CreateNatGateway', { VpcId: network.vpcId, NatType: 'Normal', Description: 'a<b>&\u0001c' });
    const { body } = raw('DescribeNatGateways', { Format: 'XML' });
    expect(body).toContain('<Description>a&lt;b&gt;&amp;c</Description>');
  });

  test('to an injected throttle say when to come back', () => {
    const { cloud } = createBench();
    const request = { method: 'GET', path: '/', query: 'Format=JSON', headers: {}, body: '' };
    const reply = cloud.faultReply('throttle', request, 7);
    expect(reply.headers['x-acs-retry-after']).toBe('7000');
    expect(verdict(reply)).toMatchObject({ status: 400, Code: 'Throttling.User' });
  });
});

test.each([
  ['GET', 'Action=DescribeRegions', {}, true],
  ['POST', '', { 'x-acs-action': 'DescribeRegions' }, true],
  ['GET', 'AccessKeyId=x&Version=2016-04-28', {}, true],
  ['POST', '', { 'x-tc-action': 'DescribeNatGateways' }, false],
  ['GET', 'Action=DescribeRegions&SecretId=x', {}, false],
  ['GET', 'foo=bar', {}, false],
])('%s ?%s with headers %j is ours: %s', (method, query, headers, ours) => {
  const { cloud } = createBench();
  expect(cloud.recognises({ method, path: '/', query, headers, body: '' })).toBe(ours);
});
