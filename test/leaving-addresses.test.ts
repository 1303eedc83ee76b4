import type { GatewayHandle } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { newAddress, newGateway, specOf } from './faults/acts.ts';
import { operationOf } from './faults/play.ts';
import { onStage, type Stage, wires } from './faults/stage.ts';

/** A gateway with a second address, which another process has just begun to detach. */
async function leaving(stage: Stage): Promise<{ readonly ip: string; readonly first: GatewayHandle }> {
  const first = await newGateway(stage);
  const ip = await newAddress(stage);
  await first.addresses.attach(ip);
  await stage.elsewhere().gateway(first.ref).addresses.detach(ip).accepted;
  return { ip, first };
}

describe.each(wires)('an address that is still leaving another gateway of %s', (wire) => {
  it('is attached once it is free', () =>
    onStage(wire, async (stage) => {
      const second = await newGateway(stage, { name: 'second' });
      const { ip, first } = await leaving(stage);
      expect(await second.addresses.attach(ip)).toMatchObject({ ip, gateway: second.ref.id });
      expect((await first.addresses.list().toArray()).map((address) => address.ip)).not.toContain(ip);
    }));

  it('is refused as retryable when it does not leave in time', async () => {
    const operation = await operationOf({ wire, act: 'addresses.detach' });
    await onStage(wire, async (stage) => {
      const second = await newGateway(stage, { name: 'second' });
      stage.strike({ kind: 'stuck', operation, count: 1 });
      const { ip } = await leaving(stage);
      await expect(second.addresses.attach(ip, { within: 60_000 })).rejects.toMatchObject({
        retryable: true,
        outcome: 'none',
      });
    });
  });

  it('is taken into a new gateway once it is free', () =>
    onStage(wire, async (stage) => {
      const { ip } = await leaving(stage);
      const spec = { ...(await specOf(stage)), name: 'second', addresses: [ip] };
      const order = stage.cloud.gateways.create(spec);
      const fact = stage.cloud.capabilities.features['gateways.create'];
      if (fact.supported && fact.addresses === 'unused')
        await expect(order).rejects.toMatchObject({ field: 'addresses', outcome: 'none' });
      else expect((await order).addresses.map((address) => address.ip)).toEqual([ip]);
    }));

  it('is released once it is free', () =>
    onStage(wire, async (stage) => {
      const { ip } = await leaving(stage);
      await stage.cloud.addresses.release(ip);
      expect((await stage.cloud.addresses.list().toArray()).map((address) => address.ip)).not.toContain(ip);
    }));

  it('is refused at once when it stays where it is', () =>
    onStage(wire, async (stage) => {
      const second = await newGateway(stage, { name: 'second' });
      const first = await newGateway(stage);
      const ip = await newAddress(stage);
      await first.addresses.attach(ip);
      const before = stage.clock.now();
      await expect(second.addresses.attach(ip)).rejects.toMatchObject({ outcome: 'none' });
      expect(stage.clock.now() - before).toBeLessThan(1_000);
    }));
});
