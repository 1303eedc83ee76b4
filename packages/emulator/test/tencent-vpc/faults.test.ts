import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Emulator, type FaultInput, startEmulator } from '../../src/index.ts';
import { creation, signedCall } from './http.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

type Call = ReturnType<typeof signedCall>;

async function send({ url, ...call }: Call) {
  const response = await fetch(url, call);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const worldSchema = z.object({
  tencentVpc: z.object({ gateways: z.array(z.looseObject({ natId: z.string(), state: z.string() })) }),
});
const gateways = () => worldSchema.parse(emulator.world()).tencentVpc.gateways;
const codeOf = (text: string) => /"Code":"([^"]+)"/.exec(text)?.[1];

const inject = (fault: FaultInput) =>
  emulator.faults.append({ cloud: 'tencentVpc', operation: 'CreateNatGateway', count: 1, ...fault });

describe('faults of Tencent VPC', () => {
  it('refuses for load in its own words', async () => {
    inject({ kind: 'throttle', retryAfter: 2 });
    const { status, headers, text } = await send(creation(emulator));
    expect([status, headers.get('retry-after'), codeOf(text), gateways().length]).toEqual([
      200,
      '2',
      'RequestLimitExceeded',
      0,
    ]);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('breaks down, having done the work: %s', async (committed, count) => {
    inject({ kind: 'server-error', committed });
    const { status, text } = await send(creation(emulator));
    expect([status, codeOf(text), gateways().length]).toEqual([200, 'InternalError', count]);
  });

  it.each([
    ['reset-before', 0],
    ['reset-after', 1],
    ['truncate', 1],
  ] as const)('hangs up: %s', async (kind, count) => {
    inject({ kind });
    await expect(send(creation(emulator))).rejects.toThrow();
    expect(gateways()).toHaveLength(count);
  });

  it('shows the page of a proxy', async () => {
    inject({ kind: 'html', committed: true });
    const { status, text } = await send(creation(emulator));
    expect([status, text.startsWith('<html>'), gateways().length]).toEqual([502, true, 1]);
  });

  it('answers late', async () => {
    inject({ kind: 'slow', delay: 5 });
    expect(codeOf((await send(creation(emulator))).text)).toBeUndefined();
    expect(emulator.requests().at(-1)?.faults).toEqual(['slow']);
  });

  it('has another time and shows it', async () => {
    inject({ kind: 'clock-skew', seconds: 600 });
    const { headers, text } = await send(creation(emulator));
    const ahead = Date.parse(headers.get('date') ?? '') - emulator.clock.wall();
    expect(codeOf(text)).toBe('AuthFailure.SignatureExpire');
    expect(ahead).toBeGreaterThan(500_000);
  });

  it.each([
    ['stuck', 'PENDING'],
    ['failed', 'PENDFAILURE'],
  ] as const)('lets the work end as a fault says: %s', async (kind, state) => {
    inject({ kind });
    await send(creation(emulator));
    expect(gateways()).toMatchObject([{ state }]);
  });

  it('is sold out', async () => {
    inject({ kind: 'out-of-stock' });
    expect(codeOf((await send(creation(emulator))).text)).toBe('ResourceInsufficient.Instance');
  });

  it('uses up no fault of the work for a call that is refused or reads', async () => {
    inject({ kind: 'failed', operation: '*' });
    await send(signedCall(emulator, 'DescribeNatGateways'));
    await send(signedCall(emulator, 'DeleteNatGateway', { NatGatewayId: 'nat-unknown' }));
    expect(emulator.faults.list()).toHaveLength(1);
  });

  it('strikes bare metal with faults of bare metal only', async () => {
    emulator.faults.append({ kind: 'throttle', cloud: 'tencentBm' });
    expect(codeOf((await send(creation(emulator))).text)).toBeUndefined();
  });
});
