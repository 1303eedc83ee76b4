import {
  type Call,
  type DnatRule,
  type Driver,
  type GatewayKey,
  NatError,
  type Receipt,
  type SnatRule,
  writeWithin,
} from '@polynat/core';
import type { ManualClock } from '@polynat/testkit';

/** Where the story takes place, and what it may use there. */
export interface Setting {
  readonly driver: Driver;
  readonly clock: ManualClock;
  readonly network: { readonly vpc: string; readonly subnet: string; readonly cidr: string };
  /** Free public IPs, two or more. */
  readonly addresses: readonly string[];
  /** A gateway that takes bandwidth packages and can be converted, on clouds that have such. */
  readonly olderGateway?: GatewayKey;
}

/** What is done with each receipt of the story, which goes on with the value that comes of it. */
export type OnReceipt = <T>(step: string, receipt: Receipt<T>) => Promise<T>;

/** Polls until the work is complete, on a clock that moves by itself. */
export async function waitFor<T>({ driver, clock }: Setting, receipt: Receipt<T>): Promise<T> {
  for (let polls = 0; polls < 500; polls += 1) {
    const result = await driver.poll(receipt, callOf(clock, `poll-${polls}`));
    if (result.type === 'done') return result.value;
    if (result.type === 'failed') throw result.error;
    await clock.sleep(2_000);
  }
  throw new Error(`${receipt.kind} did not complete`);
}

const callOf = (clock: ManualClock, token: string): Call => ({
  signal: new AbortController().signal,
  deadline: clock.now() + writeWithin,
  token,
});

/** Gateways from creation to deletion, through every kind of change that their cloud offers. */
export async function tellStory(setting: Setting, on: OnReceipt): Promise<void> {
  let writes = 0;
  const story = {
    ...setting,
    on,
    call: () => {
      writes += 1;
      return callOf(setting.clock, `story-${writes}`);
    },
  };
  const key = await tellCreation(story);
  await tellSnat(story, key);
  await tellAddresses(story, key);
  await tellDnat(story, key);
  await tellEnd(story, key);
  if (setting.olderGateway) await tellOlderGateway(story, setting.olderGateway);
}

interface Story extends Setting {
  readonly on: OnReceipt;
  readonly call: () => Call;
}

const supported = ({ driver }: Setting, feature: keyof Driver['capabilities']['features']): boolean =>
  driver.capabilities.features[feature].supported;

async function tellCreation(story: Story): Promise<GatewayKey> {
  const { driver, network, addresses, on, call } = story;
  const { gateways } = driver;
  const [first = ''] = addresses;
  const bare = supported(story, 'snat.through');
  const prepaid = driver.billing?.renew && supported(story, 'billing.renew');
  const order = {
    name: 'receipts',
    network: { vpc: network.vpc, subnet: network.subnet },
    billing: prepaid
      ? ({ mode: 'prepaid', term: { months: 1 }, autoPay: true } as const)
      : ({ mode: 'on-demand', meteredBy: 'usage' } as const),
    ...(bare ? {} : { addresses: [first] }),
  };
  const { key } = await on('gateway created', await gateways.create(order, call()));
  if (gateways.change && supported(story, 'gateways.rename'))
    await on('gateway renamed', await gateways.change(key, { name: 'receipts2' }, call()));
  if (gateways.protect) {
    await on('gateway protected', await gateways.protect(key, true, call()));
    await on('gateway unprotected', await gateways.protect(key, false, call()));
  }
  if (gateways.tag && supported(story, 'gateways.tags'))
    await on('gateway tagged', await gateways.tag(key, { set: { team: 'net' } }, call()));
  if (prepaid && driver.billing?.renew)
    await on('gateway renewed', await driver.billing.renew(key, { months: 1 }, call()));
  if (bare) await on('address attached', await driver.addresses.attach(key, first, 'any', call()));
  return key;
}

async function tellSnat(story: Story, key: GatewayKey): Promise<void> {
  const { driver, network, addresses, on, call } = story;
  const { snat } = driver;
  if (!snat) return;
  const block = (last: number) =>
    supported(story, 'snat.through')
      ? {
          source: { cidr: network.cidr.replace(/\.\d+\/\d+$/, `.${last}/32`) },
          through: addresses.slice(0, 1),
        }
      : { source: { subnet: network.subnet } };
  const rule = await on('SNAT added', await snat.add(key, block(16), call()));
  const replaced = snat.replace
    ? await on('SNAT replaced', await snat.replace(key, rule.id, block(17), call()))
    : rule;
  await on('SNAT removed', await snat.remove(key, replaced.id, call()));
  if (!snat.addAll) return;
  const all = await on('SNAT batch added', await snat.addAll(key, [block(18), block(19)], call()));
  for (const id of idsOf(all)) await waitFor(story, await snat.remove(key, id, call()));
}

const idsOf = (rules: readonly (SnatRule | DnatRule | NatError)[]): readonly string[] =>
  rules.map((rule) => {
    if (NatError.is(rule)) throw rule;
    return rule.id;
  });

async function tellAddresses(story: Story, key: GatewayKey): Promise<void> {
  const { driver, addresses, on, call } = story;
  const [, second = ''] = addresses;
  await on('second address attached', await driver.addresses.attach(key, second, 'any', call()));
  await on('address detached', await driver.addresses.detach(key, second, call()));
  const { allocate, release } = driver.addresses;
  if (!allocate || !release) return;
  const bought = await on('address allocated', await allocate({}, call()));
  await on('address released', await release(bought.ip, call()));
}

async function tellDnat(story: Story, key: GatewayKey): Promise<void> {
  const { driver, network, addresses, on, call } = story;
  const { dnat } = driver;
  if (!dnat) return;
  const address = addresses[1] ?? '';
  await waitFor(story, await driver.addresses.attach(key, address, 'dnat', call()));
  const forward = (port: number) => ({
    protocol: 'tcp' as const,
    public: { address, ports: { from: port, to: port } },
    private: { address: network.cidr.replace(/\.\d+\/\d+$/, '.20'), ports: { from: port, to: port } },
  });
  const rule = await on('DNAT added', await dnat.add(key, forward(443), call()));
  if (dnat.replace) await on('DNAT replaced', await dnat.replace(key, rule.id, forward(444), call()));
  await on('DNAT removed', await dnat.remove(key, rule.id, call()));
  if (dnat.addAll) {
    const all = await on('DNAT batch added', await dnat.addAll(key, [forward(80), forward(81)], call()));
    for (const id of idsOf(all)) await waitFor(story, await dnat.remove(key, id, call()));
  }
  await waitFor(story, await driver.addresses.detach(key, address, call()));
}

async function tellEnd(story: Story, key: GatewayKey): Promise<void> {
  const { driver, on, call } = story;
  if (!story.olderGateway) await tellSize(story, key);
  if (supported(story, 'snat.through')) {
    const held = await driver.addresses.list({ gateway: key.id }, undefined, call());
    for (const { ip } of held.items) await waitFor(story, await driver.addresses.detach(key, ip, call()));
  }
  /** A prepaid gateway cannot be deleted before it expires. */
  if (driver.billing?.renew && supported(story, 'billing.renew')) return;
  await on('gateway deleted', await driver.gateways.delete(key, false, call()));
}

async function tellSize({ driver, on, call }: Story, key: GatewayKey): Promise<void> {
  const { sizes } = driver.capabilities;
  const tiers = sizes.offers.map(({ size }) => size).filter((size) => 'tier' in size);
  const size = sizes.units ? { units: 3 } : (tiers.at(-1) ?? sizes.offers.at(-1)?.size);
  if (size && driver.gateways.resize)
    await on('gateway resized', await driver.gateways.resize(key, size, call()));
}

async function tellOlderGateway(story: Story, key: GatewayKey): Promise<void> {
  const { driver, on, call } = story;
  const { bandwidth } = driver;
  await tellSize(story, key);
  if (bandwidth) {
    const order = { name: 'receipts', bandwidthMbps: 5, addresses: 2 };
    const { id, addresses } = await on('package created', await bandwidth.create(key, order, call()));
    await on('package resized', await bandwidth.resize(key, id, 10, call()));
    const ips = addresses.slice(0, 1).map(({ ip }) => ip);
    await on('package without one address', await bandwidth.removeAddresses(key, id, ips, call()));
    await on('package deleted', await bandwidth.delete(key, id, true, call()));
  }
  if (driver.gateways.convert)
    await on('gateway converted', await driver.gateways.convert(key, story.network.subnet, call()));
}
