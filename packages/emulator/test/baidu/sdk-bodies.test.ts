import { describe, expect, test } from 'vitest';
import fixture from '../fixtures/baidu/signature-vectors.json' with { type: 'json' };
import { createTestCloud } from './client.ts';
import { createGateway } from './error-scenarios.ts';

/** The body an official client really sent, with its example network replaced by one that exists. */
function capturedBody(id: string, vpcId: string): string {
  const request = fixture.captured.requests.find((candidate) => candidate.id === id);
  return (request?.body ?? '').replace('vpc-1', vpcId);
}

describe('bodies that official clients send', () => {
  test('Python creates with null fields and a term for a postpaid gateway', () => {
    const { send, vpcId } = createTestCloud();

    const { natId } = send('POST', '/v1/nat', undefined, { text: capturedBody('W06', vpcId) }).json;

    expect(send('GET', `/v1/nat/${String(natId)}`).json).toMatchObject({
      name: 'n',
      spec: 'small',
      paymentTiming: 'Postpaid',
      expiredTime: '',
      deleteProtect: false,
    });
  });

  test('Python resizes with a number as text', () => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1 });

    cloud.send('PUT', `${path}?resize=`, undefined, { text: capturedBody('W04', '') });

    expect(cloud.send('GET', path).json.cuNum).toBe(10);
  });

  test('Python updates a DNAT rule with POST, which is not documented and refused', () => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1 });

    const answer = cloud.send('POST', `${path}/dnatRule/rule-1`, undefined, {
      text: capturedBody('W05', ''),
    });

    expect(answer).toMatchObject({ status: 400, code: 'InvalidURI' });
  });

  test('Java asks for Month, Go for an empty spec beside cuNum', () => {
    const { send, vpcId } = createTestCloud();
    const reservation = { reservationLength: 2, reservationTimeUnit: 'Month' };
    const billing = { paymentTiming: 'Prepaid', reservation };

    const { natId } = send('POST', '/v1/nat', { name: 'go', vpcId, spec: '', cuNum: '3', billing }).json;

    expect(send('GET', `/v1/nat/${String(natId)}`).json).toMatchObject({
      natType: 'enhanced',
      cuNum: 3,
      expiredTime: '2026-03-31T12:00:00Z',
    });
  });

  test('unknown fields are ignored', () => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1, colour: 'red' });

    expect(cloud.send('PUT', path, { name: 'new', colour: 1 }).status).toBe(200);
  });

  test('a body of a hundred thousand brackets is refused, not choked on', () => {
    const { send } = createTestCloud();

    const answer = send('POST', '/v1/nat?clientToken=t', undefined, {
      text: '['.repeat(1e5) + ']'.repeat(1e5),
    });

    expect(answer).toMatchObject({ status: 400, code: 'InappropriateJSON' });
  });
});
