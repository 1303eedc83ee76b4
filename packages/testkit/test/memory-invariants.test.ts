import { createNat, type GatewayHandle, NatError } from '@polynat/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock, memoryDriver, seededRandom } from '../src/index.ts';

/** One thing a caller may do; numbers pick among what there is. */
interface Step {
  readonly verb: 'create' | 'attach' | 'detach' | 'lead' | 'release' | 'forward' | 'delete';
  readonly which: number;
  readonly detail: number;
}

const steps = fc.array(
  fc.record<Step>({
    verb: fc.constantFrom('create', 'attach', 'detach', 'lead', 'release', 'forward', 'delete'),
    which: fc.nat(3),
    detail: fc.nat(5),
  }),
  { maxLength: 30 },
);

function stage() {
  const clock = manualClock({ autoAdvance: true });
  const driver = memoryDriver({ clock, takes: 5_000, addresses: 6 });
  const nat = createNat({ cloud: driver }, { clock, random: seededRandom(1) });
  const ips = driver.freeAddresses();
  return { clock, driver, nat, ips, cloud: nat.use('cloud') };
}

type Stage = ReturnType<typeof stage>;

async function perform({ cloud, nat, ips }: Stage, { verb, which, detail }: Step): Promise<void> {
  if (verb === 'create') return void (await cloud.gateways.create({ network: { vpc: 'vpc-main' } }));
  const gateways = await cloud.gateways.list().toArray();
  const gateway = gateways[which % Math.max(1, gateways.length)];
  if (gateway) await change(nat.gateway(gateway.ref), verb, ips[detail] ?? '', detail);
}

async function change(handle: GatewayHandle, verb: Step['verb'], ip: string, detail: number): Promise<void> {
  if (verb === 'attach') await handle.addresses.attach(ip);
  if (verb === 'detach') await handle.addresses.detach(ip);
  if (verb === 'lead') await handle.snat.add({ source: { cidr: `10.0.${detail}.0/24` } });
  if (verb === 'release') await handle.snat.remove((await handle.snat.list().take(1))[0]?.id ?? 'none');
  if (verb === 'forward') {
    const ports = { from: 8_000 + detail, to: 8_000 + 2 * detail };
    await handle.dnat.add({
      protocol: 'tcp',
      public: { address: ip, ports },
      private: { address: '10.0.1.9', ports },
    });
  }
  if (verb === 'delete') await handle.delete({ cascade: detail > 2 });
}

/** Refusals are part of life; anything but a NatError, or one that says the cloud broke, is not. */
async function attempt(here: Stage, step: Step): Promise<void> {
  try {
    await perform(here, step);
  } catch (error) {
    if (!NatError.is(error) || error.code === 'internal') throw error;
  }
}

async function mustBeSound({ cloud, nat, driver, clock }: Stage): Promise<void> {
  const gateways = await cloud.gateways.list().toArray();
  const ids = new Set(gateways.map(({ ref }) => ref.id));
  for (const { gateway } of await cloud.addresses.list({ free: false }).toArray())
    expect(ids).toContain(gateway);
  for (const { ref, addresses } of gateways) {
    const held = addresses.map(({ ip }) => ip);
    const handle = nat.gateway(ref);
    for (const { through } of await handle.snat.list().toArray())
      expect(held).toEqual(expect.arrayContaining([...through]));
    const forwarded = (await handle.dnat.list().toArray()).flatMap(({ public: { address, ports } }) =>
      ports === 'any' ? [] : portsOf(ports).map((port) => `${address}:${port}`),
    );
    expect(new Set(forwarded).size).toBe(forwarded.length);
  }
  expect([driver.traffic.inFlight, clock.sleeping]).toEqual([0, 0]);
  expect(driver.traffic.maxInFlight).toBeLessThanOrEqual(1);
}

const portsOf = ({ from, to }: { readonly from: number; readonly to: number }): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('the in-memory account', () => {
  it('stays sound whatever is asked of it in a row', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const here = stage();
        for (const step of plan) await attempt(here, step);
        await mustBeSound(here);
      }),
      { numRuns: 60 },
    );
  });

  it('stays sound whatever is asked of it at once', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const here = stage();
        await here.cloud.gateways.create({ network: { vpc: 'vpc-main' }, addresses: [here.ips[0] ?? ''] });
        await Promise.all(plan.map((step) => attempt(here, step)));
        await mustBeSound(here);
      }),
      { numRuns: 60 },
    );
  });
});
