import { type GatewayHandle, prepaid } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { acts, equipped, newGateway, web } from './faults/acts.ts';
import { onStage, type Stage, wires } from './faults/stage.ts';

const monthAhead = { billing: prepaid({ months: 1 }, { autoPay: true }) };

async function expiryOf(handle: GatewayHandle): Promise<Date> {
  const billing = await handle.billing();
  if (billing.mode !== 'prepaid' || billing.expires === undefined) throw new Error('is not paid ahead');
  return new Date(billing.expires);
}

/** Months that a renewal, or several, have added to a gateway paid ahead. */
const monthsAdded = (
  renewals: (handle: GatewayHandle, other: GatewayHandle, stage: Stage) => Promise<unknown>,
) =>
  onStage('baidu', async (stage) => {
    const handle = await newGateway(stage, monthAhead);
    const paid = await expiryOf(handle);
    await renewals(handle, stage.elsewhere().gateway(handle.ref), stage);
    const now = await expiryOf(handle);
    return (now.getUTCFullYear() - paid.getUTCFullYear()) * 12 + now.getUTCMonth() - paid.getUTCMonth();
  });

const countOf = ({ emulator }: Stage, operation: string): number =>
  emulator.requests().filter((request) => request.operation === operation).length;

describe('renewals', () => {
  it('that race under one token, from two processes, cost one month', async () => {
    const token = 'renewal-2024-01';
    const race = (handle: GatewayHandle, other: GatewayHandle) =>
      Promise.all([handle, other].map((each) => each.renew({ months: 1 }, { token })));
    expect(await monthsAdded(race)).toBe(1);
  });

  it('whose reply is lost cost one month', async () => {
    expect(
      await monthsAdded(async (handle, _, stage) => {
        stage.strike({ kind: 'reset-after', operation: 'PurchaseReservedNat', count: 2 });
        await handle.renew({ months: 1 });
        expect(countOf(stage, 'PurchaseReservedNat')).toBe(3);
      }),
    ).toBe(1);
  });

  it('meant twice cost two months', async () => {
    const race = (handle: GatewayHandle, other: GatewayHandle) =>
      Promise.all([handle, other].map((each) => each.renew({ months: 1 })));
    expect(await monthsAdded(race)).toBe(2);
  });
});

describe('twenty DNAT rules asked for at once', () => {
  it('become twenty rules of one Alibaba gateway, through two processes and without an error', () =>
    onStage('alibaba', async (stage) => {
      const { handle, ip } = await equipped(stage);
      const other = stage.elsewhere().gateway(handle.ref);
      const rules = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? other : handle).dnat.add(web(stage, ip, index), { within: 3_600_000 }),
        ),
      );
      const standing = await handle.dnat.list().toArray();
      expect(standing.map(({ id }) => id).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
      expect(new Set(rules.map(({ id }) => id)).size).toBe(20);
    }));
});

describe('a storm of throttles', () => {
  it.each(wires)('delays everything on %s and breaks nothing', (wire) =>
    onStage(wire, async (stage) => {
      stage.strike({ kind: 'throttle', probability: 0.5, count: 40, retryAfter: 2 });
      const add = await acts['snat.add'](stage);
      await add();
      const [gateway, ...others] = await stage.cloud.gateways.list({ network: stage.place.vpc }).toArray();
      if (!gateway) throw new Error('the gateway is gone');
      expect(others).toEqual([]);
      expect(await stage.nat.gateway(gateway.ref).snat.list().toArray()).toHaveLength(1);
      const waits = stage.trace.flatMap((event) => (event.type === 'retry' ? [event.wait] : []));
      expect(waits.length).toBeGreaterThan(0);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_000);
    }),
  );
});

describe('an address that was bound a moment ago', () => {
  it.each([
    ['snat.add', 'CreateSnatEntry'],
    ['dnat.add', 'CreateForwardEntry'],
  ] as const)('can be named at once, though Alibaba learns of it late: %s', (act, operation) =>
    onStage(
      'alibaba',
      async (stage) => {
        const add = await acts[act](stage);
        await add();
        expect(countOf(stage, operation)).toBeGreaterThan(1);
      },
      { alibaba: { account: { lag: 3 } } },
    ),
  );
});
