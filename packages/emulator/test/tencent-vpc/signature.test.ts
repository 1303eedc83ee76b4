import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { signedHosts } from '../../src/clouds/tencent/hosts.ts';
import { isVpc } from '../../src/clouds/tencent/recognition.ts';
import { parseTc3, verifyTc3 } from '../../src/clouds/tencent/tc3.ts';
import type { HttpRequest } from '../../src/http.ts';
import vectors from '../fixtures/tencent-vpc/signature-vectors.json' with { type: 'json' };
import { START } from '../tencent/client.ts';
import { Vpc } from './client.ts';

const vectorSchema = z.object({
  name: z.string(),
  method: z.string(),
  url: z.string(),
  sentHost: z.string(),
  contentType: z.string(),
  action: z.string(),
  version: z.string(),
  timestamp: z.number(),
  body: z.string(),
  authorization: z.string(),
});
const all = z.array(vectorSchema).parse(vectors);
type Vector = z.output<typeof vectorSchema>;

const SECRET_KEY = 'testSecretKeyForVectors';

function requestOf(vector: Vector): HttpRequest {
  const url = new URL(vector.url);
  return {
    method: vector.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: {
      host: vector.sentHost,
      'content-type': vector.contentType,
      'x-tc-action': vector.action,
      'x-tc-version': vector.version,
      authorization: vector.authorization,
    },
    body: vector.body,
  };
}

function holds(vector: Vector, bend: Partial<HttpRequest> = {}, secretKey = SECRET_KEY): boolean {
  const authorization = parseTc3(vector.authorization);
  if (authorization === undefined) return false;
  const request = { ...requestOf(vector), ...bend };
  return verifyTc3(request, authorization, String(vector.timestamp), signedHosts(vector.sentHost), secretKey);
}

describe('the published vectors of VPC', () => {
  it.each(all)('$name holds, and is recognised as VPC', (vector) => {
    expect(holds(vector)).toBe(true);
    expect(isVpc(requestOf(vector))).toBe(true);
  });

  it.each(all)('$name does not hold for another body, query, host or key', (vector) => {
    expect(holds(vector, { body: `${vector.body} ` })).toBe(false);
    expect(holds(vector, { query: 'Limit=11' })).toBe(false);
    expect(holds({ ...vector, sentHost: 'cvm.tencentcloudapi.com' })).toBe(false);
    expect(holds(vector, {}, `${SECRET_KEY}x`)).toBe(false);
  });
});

describe('VPC beside bare metal', () => {
  const request = (host: string, service: string, version: string) =>
    new Vpc().request('DescribeNatGateways', {}, { host, service, headers: { 'x-tc-version': version } });

  it.each([
    ['vpc.tencentcloudapi.com', 'vpc', '2017-03-12', true],
    ['vpc.ap-guangzhou.tencentcloudapi.com', 'vpc', '2017-03-12', true],
    // The service goes before the version, which is then refused as one that the service does not have.
    ['vpc.tencentcloudapi.com', 'vpc', '2018-06-25', true],
    ['bmvpc.tencentcloudapi.com', 'bmvpc', '2017-03-12', false],
    ['127.0.0.1:8443', 'vpc', '2018-06-25', true],
    ['127.0.0.1:8443', 'bmvpc', '2017-03-12', false],
    ['127.0.0.1:8443', '127', '2017-03-12', true],
    ['127.0.0.1:8443', '127', '2018-06-25', false],
    ['127.0.0.1:8443', '127', '2018-08-13', true],
    ['tag.tencentcloudapi.com', 'tag', '2018-08-13', true],
  ])('%s with service %s and version %s is VPC: %s', (host, service, version, expected) => {
    expect(isVpc(request(host, service, version))).toBe(expected);
    expect(new Vpc().cloud.recognises(request(host, service, version))).toBe(expected);
  });
});

describe('the gate of VPC', () => {
  it.each([
    ['AuthFailure.SignatureFailure', { headers: { 'x-tc-timestamp': String(START / 1000 + 1) } }],
    ['AuthFailure.SignatureFailure', { headers: { 'content-type': 'text/json' } }],
    ['AuthFailure.SignatureExpire', { timestamp: START / 1000 + 301 }],
    ['AuthFailure.SignatureExpire', { clockSkew: -301_000 }],
    ['MissingParameter', { headers: { 'x-tc-region': undefined } }],
    ['MissingParameter', { headers: { 'x-tc-timestamp': undefined } }],
  ])('answers %s to %o', (code, bend) => {
    expect(new Vpc().code('DescribeNatGateways', {}, bend)).toBe(code);
  });

  it('reads a region before it looks at who asks', () => {
    const bend = { region: 'ap-atlantis', secretKey: 'someone else' };
    expect(new Vpc().code('DescribeNatGateways', {}, bend)).toBe('UnsupportedRegion');
  });

  it('names the parameter that is missing, unknown or of another type', () => {
    const vpc = new Vpc();
    const message = (parameters: object) => vpc.call('DeleteNatGateway', parameters).Error?.Message;
    expect(message({})).toContain('`NatGatewayId`');
    expect(message({ NatGatewayId: 'nat-1', Force: true })).toContain('`Force`');
    expect(message({ NatGatewayId: 'nat-1', IgnoreOperationRisk: 'yes' })).toContain('`IgnoreOperationRisk`');
  });

  it('takes null for absent and refuses numbers in quotes in JSON, and reads them in a query', () => {
    const vpc = new Vpc();
    expect(vpc.code('DescribeNatGateways', { Limit: null })).toBeUndefined();
    expect(vpc.code('DescribeNatGateways', { Limit: '5' })).toBe('InvalidParameter');
    expect(vpc.code('DescribeNatGateways', { Limit: '5' }, { method: 'GET' })).toBeUndefined();
    expect(vpc.code('DescribeVpcs', { Limit: 5 })).toBe('InvalidParameter');
    expect(vpc.code('DescribeVpcs', { Limit: '5' })).toBeUndefined();
  });
});
