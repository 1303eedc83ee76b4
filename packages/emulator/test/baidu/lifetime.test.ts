import { describe, expect, test } from 'vitest';
import { createTestCloud, DAY, HOUR, type TestCloud } from './client.ts';
import { createGateway, prepaid, renewal } from './error-scenarios.ts';

/** The clock of these tests starts on 31 January 2026 at noon, UTC. */
const DAYS_TO_EXPIRY = 28;

function prepaidGateway(cloud: TestCloud, order: Record<string, unknown> = {}) {
  const path = createGateway(cloud, {
    cuNum: 1,
    billing: prepaid(1),
    bindEips: cloud.eips.slice(0, 1),
    ...order,
  });
  const look = () => cloud.send('GET', path);
  return {
    path,
    look,
    renew: (months: number) => cloud.send('PUT', `${path}?purchaseReserved`, renewal(months)),
  };
}

describe('renewal', () => {
  test('counts months from the expiry and clamps at the end of a month', () => {
    const cloud = createTestCloud();
    const { look, renew } = prepaidGateway(cloud);

    expect(look().json.expiredTime).toBe('2026-02-28T12:00:00Z');
    renew(1);
    expect(look().json.expiredTime).toBe('2026-03-28T12:00:00Z');
    renew(36);

    expect(look().json.expiredTime).toBe('2029-03-28T12:00:00Z');
  });

  test('counts from now when the gateway has expired, and brings the service back', () => {
    const cloud = createTestCloud(1);
    const { look, renew } = prepaidGateway(cloud);
    cloud.clock.advance(DAYS_TO_EXPIRY * DAY + 2 * DAY);
    expect(look().json.status).toBe('down');

    renew(1);

    expect(look().json).toMatchObject({ status: 'starting', expiredTime: '2026-04-02T12:00:00Z' });
    cloud.finishWork();
    expect(look().json.status).toBe('active');
    cloud.clock.advance(8 * DAY);
    expect(look().json.status).toBe('active');
    cloud.cloud.checkInvariants();
  });

  test('with a client token extends once, whatever the spelling of the request', () => {
    const cloud = createTestCloud();
    const { look, path } = prepaidGateway(cloud);

    cloud.send('PUT', `${path}?purchaseReserved&clientToken=r`, renewal(12, 'Month'));
    cloud.send('PUT', `${path}?clientToken=%72&purchaseReserved=`, undefined, {
      text: ' {"billing": {"reservation": {"reservationTimeUnit": "Month", "reservationLength": 12}}}',
    });

    expect(look().json.expiredTime).toBe('2027-02-28T12:00:00Z');
  });
});

describe('expiry', () => {
  test('stops the service at once and removes the gateway seven days later, protected or not', () => {
    const cloud = createTestCloud(1);
    const { look } = prepaidGateway(cloud, { deleteProtect: true });
    cloud.clock.advance(DAYS_TO_EXPIRY * DAY - 1);
    expect(look().json.status).toBe('active');

    cloud.clock.advance(1);
    expect(look().json.status).toBe('stopping');
    cloud.finishWork();
    expect(look().json.status).toBe('down');
    cloud.clock.advance(7 * DAY - 60_001);
    expect(look().json.status).toBe('down');
    cloud.clock.advance(1);

    expect(look().code).toBe('NoSuchNat');
    expect(cloud.cloud.networks().eips).toEqual(cloud.eips);
    cloud.cloud.checkInvariants();
  });

  test('lets an expired gateway be released', () => {
    const cloud = createTestCloud(1);
    const { look, path } = prepaidGateway(cloud);
    cloud.clock.advance(DAYS_TO_EXPIRY * DAY + HOUR);

    expect(cloud.send('DELETE', path).status).toBe(200);
    cloud.finishWork();

    expect(look().code).toBe('NoSuchNat');
  });

  test('ends work that is stuck', () => {
    const cloud = createTestCloud(1);
    const { look, path } = prepaidGateway(cloud);
    cloud.finishWork();
    cloud.send('PUT', `${path}?bind`, { bindEips: cloud.eips.slice(1, 2) }, { workFault: 'stuck' });

    cloud.clock.advance(DAYS_TO_EXPIRY * DAY + HOUR);

    expect(look().json).toMatchObject({ status: 'down', bindEips: cloud.eips.slice(0, 1) });
    cloud.cloud.checkInvariants();
  });

  test('comes in the order of dates when the clock jumps over several', () => {
    const cloud = createTestCloud(1);
    const { look } = prepaidGateway(cloud);
    const other = prepaidGateway(cloud, { billing: prepaid(2), bindEips: [] });

    cloud.clock.advance(61 * DAY);

    expect(look().code).toBe('NoSuchNat');
    expect(other.look().json.status).toBe('down');
  });
});

describe('arrears', () => {
  test('stop postpaid gateways, which come back when the account pays and go after seven days otherwise', () => {
    const cloud = createTestCloud(1);
    const path = createGateway(cloud, { cuNum: 1 });
    const paid = prepaidGateway(cloud);
    cloud.finishWork();
    const statusNow = () => cloud.send('GET', path).json.status;

    cloud.cloud.seed({ account: { inArrears: true } });
    expect(statusNow()).toBe('stopping');
    cloud.clock.advance(6 * DAY);
    expect(statusNow()).toBe('down');
    cloud.cloud.seed({ account: { inArrears: false } });
    expect(statusNow()).toBe('starting');
    cloud.finishWork();
    expect(statusNow()).toBe('unconfigured');
    cloud.cloud.seed({ account: { inArrears: true } });
    cloud.clock.advance(7 * DAY);

    expect(cloud.send('GET', path).code).toBe('NoSuchNat');
    expect(paid.look().json.status).toBe('active');
    cloud.cloud.checkInvariants();
  });
});

describe('a seed while the account is in arrears', () => {
  test('brings postpaid gateways that are stopped', () => {
    const cloud = createTestCloud();
    cloud.cloud.seed({ account: { inArrears: true } });

    cloud.cloud.seed({ gateways: [{ name: 'n', cuNum: 1 }] });

    expect(cloud.send('GET', `/v1/nat?vpcId=${cloud.vpcId}`).json.nats).toMatchObject([{ status: 'down' }]);
    cloud.cloud.checkInvariants();
  });
});

describe('client tokens', () => {
  test('bring the first answer again instead of a second gateway', () => {
    const { send, vpcId } = createTestCloud();
    const order = { name: 'n', vpcId, cuNum: 1, billing: { paymentTiming: 'Postpaid' } };

    const first = send('POST', '/v1/nat?clientToken=t', order);
    const second = send('POST', '/v1/nat?clientToken=t', order);

    expect(second.json).toEqual(first.json);
    expect(second.reply.headers['x-bce-request-id']).not.toBe(first.reply.headers['x-bce-request-id']);
    expect(send('GET', `/v1/nat?vpcId=${vpcId}`).json.nats).toHaveLength(1);
  });

  test.each([
    ['another body', (path: string) => [`${path}?clientToken=t`, { name: 'other' }]],
    ['another query', (path: string) => [`${path}?clientToken=t&extra=1`, { name: 'one' }]],
    ['another path', (path: string) => [`${path}/deleteProtect?clientToken=t`, { name: 'one' }]],
  ] as const)('are refused with %s', (_, request) => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1 });
    cloud.send('PUT', `${path}?clientToken=t`, { name: 'one' });
    const [target, body] = request(path);

    expect(cloud.send('PUT', String(target), body)).toMatchObject({
      status: 403,
      code: 'IdempotentParameterMismatch',
    });
  });

  test('live for a day after they were last seen', () => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1 });
    const rename = (name: string) => cloud.send('PUT', `${path}?clientToken=t`, { name }).status;

    expect(rename('one')).toBe(200);
    cloud.clock.advance(23 * HOUR);
    expect(rename('one')).toBe(200);
    cloud.clock.advance(23 * HOUR);
    expect(rename('two')).toBe(403);
    cloud.clock.advance(24 * HOUR);

    expect(rename('two')).toBe(200);
  });

  test('of a refused call can be used again', () => {
    const cloud = createTestCloud();
    const path = createGateway(cloud, { cuNum: 1 });

    expect(cloud.send('PUT', `${path}?clientToken=t`, { name: '' }).code).toBe('RequestNameEmpty');

    expect(cloud.send('PUT', `${path}?clientToken=t`, { name: 'good' }).status).toBe(200);
  });

  test('are needed nowhere', () => {
    const cloud = createTestCloud();

    expect(createGateway(cloud, { cuNum: 1 })).toMatch(/nat-/);
  });
});
