import { describe, expect, test } from 'vitest';
import { createTestCloud } from './client.ts';

const postpaid = { paymentTiming: 'Postpaid' };
const prepaid = (months: number) => ({
  paymentTiming: 'Prepaid',
  reservation: { reservationLength: months, reservationTimeUnit: 'month' },
});

describe('a gateway from creation to release', () => {
  test('an enhanced gateway is built, bound, resized, protected and released', () => {
    const { send, vpcId, eips, finishWork, cloud } = createTestCloud(1);
    const order = { name: 'shop', vpcId, cuNum: '2', billing: postpaid, deleteProtect: true };

    const { natId } = send('POST', '/v1/nat?clientToken=one', order).json;
    const path = `/v1/nat/${String(natId)}`;
    const statusNow = () => send('GET', path).json.status;

    expect(natId).toMatch(/^nat-[a-z0-9]{12}$/);
    expect(statusNow()).toBe('building');
    finishWork();
    expect(statusNow()).toBe('unconfigured');
    expect(send('PUT', `${path}?bind`, { bindEips: eips.slice(0, 2) }).status).toBe(200);
    expect(send('GET', path).json).toMatchObject({ status: 'configuring', bindEips: [] });
    finishWork();
    expect(send('GET', path).json).toMatchObject({ status: 'active', bindEips: eips.slice(0, 2) });
    expect(send('PUT', `${path}?resize=%20`, { cuNum: 3 }).status).toBe(200);
    expect(send('GET', path).json).toMatchObject({ status: 'updating', cuNum: 2 });
    finishWork();
    expect(send('GET', path).json).toMatchObject({ status: 'active', cuNum: 3 });
    expect(send('DELETE', path)).toMatchObject({ status: 409, code: 'OperationDenied' });
    expect(send('PUT', `${path}/deleteProtect`, { deleteProtect: false }).reply.body).toBe('');
    expect(send('DELETE', path).status).toBe(200);
    expect(statusNow()).toBe('deleting');
    finishWork();
    expect(send('GET', path)).toMatchObject({ status: 404, code: 'NoSuchNat' });
    expect(cloud.networks().eips).toEqual(expect.arrayContaining(eips.slice(0, 2)));
    cloud.checkInvariants();
  });

  test('a renewal moves the expiry by months and clamps at the end of a month', () => {
    const { send, vpcId } = createTestCloud();
    const { natId } = send('POST', '/v1/nat', { name: 'n', vpcId, spec: 'small', billing: prepaid(1) }).json;
    const path = `/v1/nat/${String(natId)}`;
    const renewal = { billing: { reservation: { reservationLength: 12, reservationTimeUnit: 'Month' } } };

    expect(send('GET', path).json.expiredTime).toBe('2026-02-28T12:00:00Z');
    expect(send('PUT', `${path}?purchaseReserved&clientToken=r`, renewal).status).toBe(200);
    expect(send('PUT', `${path}?clientToken=r&purchaseReserved=`, renewal).status).toBe(200);

    expect(send('GET', path).json.expiredTime).toBe('2027-02-28T12:00:00Z');
  });
});
