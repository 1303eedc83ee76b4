import { describe, expect, test } from 'vitest';
import { choices } from '../../src/clouds/baidu/choices.ts';
import { operations } from '../../src/clouds/baidu/operations.ts';
import type { HttpRequest } from '../../src/http.ts';
import { createTestCloud } from './client.ts';

function request(method: string, target: string, headers: Record<string, string> = {}): HttpRequest {
  const [path = '', query = ''] = target.split('?');
  return { method, path, query, headers, body: '' };
}

describe('the cloud', () => {
  test.each([
    ['GET', '/v1/nat?vpcId=v', 'ListNat'],
    ['POST', '/v1/nat?clientToken=t', 'CreateNat'],
    ['GET', '/v1/nat/nat-1', 'GetNat'],
    ['PUT', '/v1/nat/nat-1?clientToken=t', 'ModifyNat'],
    ['PUT', '/v1/nat/nat-1?clientToken=t&bind', 'NatBindEip'],
    ['PUT', '/v1/nat/nat-1?unbind=', 'NatUnBindEip'],
    ['PUT', '/v1/nat/nat-1?purchaseReserved&clientToken=t', 'PurchaseReservedNat'],
    ['PUT', '/v1/nat/nat-1?resize=%20', 'ResizeNat'],
    ['PUT', '/v1/nat/nat-1/deleteProtect', 'UpdateNatReleaseProtectionSwitch'],
    ['DELETE', '/v1/nat/nat-1', 'ReleaseNat'],
    ['POST', '/v1/nat/snatRule/batchCreate', 'BatchAddSnatRules'],
    ['POST', '/v1/nat/nat-1/snatRule', 'CreateSnatRule'],
    ['GET', '/v1/nat/nat-1/snatRule', 'ListSnatRule'],
    ['PUT', '/v1/nat/nat-1/snatRule/rule-1', 'UpdateSnatRule'],
    ['DELETE', '/v1/nat/nat-1/snatRule/rule-1', 'DeleteSnatRule'],
    ['POST', '/v1/nat/nat-1/dnatRule/batchCreate', 'BatchAddDnatRules'],
    ['POST', '/v1/nat/nat-1/dnatRule', 'CreateDnatRule'],
    ['GET', '/v1/nat/nat-1/dnatRule?marker=', 'ListDnatRule'],
    ['PUT', '/v1/nat/nat-1/dnatRule/rule-1', 'UpdateDnatRule'],
    ['DELETE', '/v1/nat/nat-1/dnatRule/rule-1', 'DeleteDnatRule'],
    ['GET', '/v1/vpc', 'ListVpc'],
    ['GET', '/v1/vpc/vpc-1', 'GetVpc'],
    ['GET', '/v1/subnet', 'ListSubnet'],
    ['GET', '/v1/subnet/sbn-1', 'GetSubnet'],
    ['POST', '/v1/eip', 'CreateEip'],
    ['POST', '/v1/eip?action=batch', 'BatchCreateEip'],
    ['GET', '/v1/eip', 'ListEip'],
    ['PUT', '/v1/eip/198.18.0.1?resize', 'ResizeEip'],
    ['DELETE', '/v1/eip/198.18.0.1', 'ReleaseEip'],
    ['POST', '/v1/eipgroup', 'CreateEipGroup'],
    ['GET', '/v1/eipgroup', 'ListEipGroup'],
    ['GET', '/v1/eipgroup/eg-1', 'GetEipGroup'],
    ['PUT', '/v1/eipgroup/eg-1?resize', 'ResizeEipGroup'],
    ['PUT', '/v1/eipgroup/eg-1?update', 'UpdateEipGroup'],
    ['PUT', '/v1/eipgroup/eg-1?move_in', 'EipGroupMoveIn'],
    ['PUT', '/v1/eipgroup/eg-1?move_out', 'EipGroupMoveOut'],
    ['DELETE', '/v1/eipgroup/eg-1', 'ReleaseEipGroup'],
    ['POST', '/v1/nat/nat-1/dnatRule/rule-1', 'unknown'],
    ['GET', '/v1/nat/', 'unknown'],
  ])('names %s %s: %s', (method, target, name) => {
    const { cloud } = createTestCloud();

    expect(cloud.operationOf(request(method, target))).toBe(name);
    expect(name === 'unknown' || operations.some((operation) => operation.name === name)).toBe(true);
  });

  test('recognises its requests by path, header or query and no others', () => {
    const { cloud } = createTestCloud();

    expect(cloud.recognises(request('GET', '/v1/nat'))).toBe(true);
    expect(cloud.recognises(request('GET', '/v2/eip/1'))).toBe(true);
    expect(cloud.recognises(request('GET', '/v1/x', { authorization: 'bce-auth-v1/a' }))).toBe(true);
    expect(cloud.recognises(request('GET', '/?authorization=bce-auth-v1%2Fa'))).toBe(true);
    expect(cloud.recognises(request('GET', '/v2/index.php?Action=DescribeNatGateway'))).toBe(false);
    expect(cloud.recognises(request('POST', '/?Action=DescribeVpcs'))).toBe(false);
    expect(cloud.recognises(request('GET', '/v1/natural'))).toBe(false);
  });

  test('takes the authorization from the query too', () => {
    const { cloud, send } = createTestCloud();
    const signed = send('GET', '/v1/vpc');
    const { authorization = '', ...headers } = signed.request.headers;

    const target = `/v1/vpc?authorization=${encodeURIComponent(authorization)}`;
    const reply = cloud.handle({ ...request('GET', target, headers), clockSkew: 0 });

    expect(reply.status).toBe(200);
    expect(reply.body).toBe(signed.reply.body);
  });

  test('refuses for load with a delay the caller can read', () => {
    const { cloud } = createTestCloud();

    const reply = cloud.faultReply('throttle', request('GET', '/v1/nat'), 1.5);

    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'TooManyRequests' });
    expect(cloud.faultReply('throttle', request('GET', '/v1/nat')).headers).not.toHaveProperty('retry-after');
  });

  test('has the documented headers on every answer', () => {
    const { send } = createTestCloud();

    expect(send('GET', '/v1/vpc').reply.headers).toEqual({
      'x-bce-request-id': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'content-type': 'application/json;charset=UTF-8',
      server: 'BWS',
    });
  });
});

describe('the choices where the documents are silent', () => {
  test('each name a topic of its own, what happens and why', () => {
    const topics = choices.map(({ topic }) => topic);

    expect(new Set(topics).size).toBe(topics.length);
    for (const { choice, reason } of choices) {
      expect(choice.length).toBeGreaterThan(10);
      expect(reason.length).toBeGreaterThan(10);
    }
  });
});
