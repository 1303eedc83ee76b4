import {
  type Cloud,
  chooseSize,
  type Gateway,
  requireFeature,
  type SizeRequest,
  type SnatRule,
  type SnatSource,
} from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliases, type EveryCloud, openEveryCloud } from './clouds.ts';
import { addressSpecOn, placementOn } from './placement.ts';

interface Egress {
  readonly gateway: Gateway;
  readonly rule: SnatRule;
}

/**
 * The application: gives a subnet a way out and makes room for connections. It knows no cloud; where clouds differ it asks their
 * facts.
 */
async function giveEgress(
  cloud: Cloud,
  place: { vpc: string; subnet: string },
  connections: number,
): Promise<Egress> {
  const { ip } = await cloud.addresses.allocate(addressSpecOn(cloud, place));
  const creation = requireFeature(cloud.capabilities, 'gateways.create', cloud.alias);
  const made = await cloud.gateways.create({
    name: 'egress_one',
    network: placementOn(cloud, place),
    ...(creation.addresses === 'required' && { addresses: [ip] }),
  });
  const handle = cloud.gateway(made.ref);
  if (made.addresses.length === 0) await handle.addresses.attach(ip);
  const rule = await handle.snat.add({ source: await sourceFor(cloud, place), ...ruleName(cloud) });
  const carrying = { atLeast: { connections } };
  const gateway = canBecome(cloud, carrying) ? await handle.resize(carrying) : await handle.get();
  return { gateway, rule };
}

/** Clouds differ in whether gateways change their size, to which sizes, and whether they tell what a size carries. */
function canBecome(cloud: Cloud, size: SizeRequest): boolean {
  const fact = cloud.capabilities.features['gateways.resize'];
  return fact.supported && chooseSize(size, fact.sizes ?? cloud.capabilities.sizes) !== undefined;
}

async function sourceFor(
  cloud: Cloud,
  { vpc, subnet }: { vpc: string; subnet: string },
): Promise<SnatSource> {
  const known = await cloud.networks.subnets(vpc).find(({ id }) => id === subnet);
  if (cloud.can('snat.source.subnet')) return { subnet };
  if (known) return { cidr: known.cidr };
  throw new Error(`${subnet} is no subnet of ${vpc}`);
}

const ruleName = (cloud: Cloud) => {
  const names = cloud.capabilities.features['snat.names'];
  return names.supported && names.required ? { name: 'egress' } : {};
};

let clouds: EveryCloud;
beforeAll(async () => {
  clouds = await openEveryCloud();
});
afterAll(() => clouds.close());

describe('one application function, unchanged, over every cloud', () => {
  it.each(aliases)('%s', async (alias) => {
    const cloud = clouds.nat.cloud(alias);
    const place = clouds.places[alias];
    if (!place) throw new Error(alias);
    const { gateway, rule } = await giveEgress(cloud, { vpc: place.vpc, subnet: place.subnet }, 40_000);
    const handle = cloud.gateway(gateway.ref);
    const again = await handle.get();
    expect(again).toMatchObject({ name: gateway.name, state: 'available', size: gateway.size });
    expect(again.addresses).toHaveLength(1);
    expect((await handle.snat.list().toArray()).map(({ id }) => id)).toEqual([rule.id]);
    await handle.snat.remove(rule.id);
    const fact = cloud.capabilities.features['addresses.attach'];
    if (fact.supported && fact.minimum === 0) await handle.addresses.detach(again.addresses[0]?.ip ?? '');
    await handle.delete();
    await expect(handle.get()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('what a cloud cannot do is refused with a remedy before anything is sent', async () => {
    for (const alias of aliases) {
      const cloud = clouds.nat.cloud(alias);
      const handle = cloud.gateway(`${alias}:${cloud.region}/${clouds.places[alias]?.vpc}/nat-none`);
      const before = clouds.emulator.requests().length;
      const attempts: readonly [boolean, () => PromiseLike<unknown>][] = [
        [cloud.can('dnat.rules'), () => handle.dnat.remove('x')],
        [cloud.can('billing.renew'), () => handle.renew({ months: 1 })],
        [cloud.can('gateways.convert'), () => handle.convert()],
        [cloud.can('bandwidth.packages'), () => handle.bandwidth.delete('x')],
      ];
      for (const [supported, attempt] of attempts) {
        if (supported) continue;
        await expect(attempt(), alias).rejects.toMatchObject({
          code: 'unsupported',
          remedy: expect.stringMatching(/./),
        });
      }
      expect(clouds.emulator.requests()).toHaveLength(before);
    }
  });

  it('one listing covers them all', async () => {
    const { items, failures } = await clouds.nat.gateways.list().settle();
    expect(failures).toEqual([]);
    expect(items).toEqual([]);
  });
});
