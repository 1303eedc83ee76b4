import { describe, expect, it } from 'vitest';
import {
  type Ceilings,
  createNat,
  type GatewaySpec,
  type Guards,
  hours,
  memoryLedger,
  mutations,
  NatError,
  prepaid,
} from '../src/index.ts';
import { spending } from './inside.ts';
import { countingRandom, leapingClock, scriptedDriver } from './scripted-driver.ts';

const spec: GatewaySpec = {
  name: 'shop',
  network: { vpc: 'vpc-1', subnet: 'sub-1' },
  size: { tier: 'small' },
};

function guarded(
  guards: Guards,
  more: { readonly own?: Guards; readonly ledger?: ReturnType<typeof memoryLedger> } = {},
) {
  const sent: string[] = [];
  const clock = leapingClock();
  const native = {
    operations: {
      ListThings: {
        name: 'ListThings',
        summary: '',
        writes: false,
        request: { parse: (input: unknown) => input },
      },
      BuyThing: {
        name: 'BuyThing',
        summary: '',
        writes: true,
        request: { parse: (input: unknown) => input },
      },
    },
    call: async (operation: string) => {
      sent.push(operation);
      return operation;
    },
  };
  const scripted = scriptedDriver({
    sent,
    native: Object.freeze(native),
    ...(more.own && { guards: more.own }),
  });
  const billing = {
    read: async () => ({ mode: 'prepaid', status: 'good' }) as const,
    renew: async () => {
      sent.push('renew');
      return { kind: 'renew', subject: {} };
    },
  };
  const options = { clock, random: countingRandom(), guards: { shop: guards } };
  const nat = createNat(
    { shop: { ...scripted, billing } },
    { ...options, ...(more.ledger && { ledger: more.ledger }) },
  );
  return { nat, cloud: nat.use('shop'), sent, clock };
}

const codeOf = (work: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(work).then(
    () => 'done',
    (thrown: unknown) => NatError.from(thrown).code,
  );

describe('a read-only cloud', () => {
  it.each<[string, Guards, Guards | undefined]>([
    ['by the options of nat', { readOnly: true }, undefined],
    ['by its own settings', {}, { readOnly: true }],
    ['whatever the other says', { readOnly: false }, { readOnly: true }],
  ])('refuses every write before it is sent, %s', async (_, guards, own) => {
    const { nat, cloud, sent } = guarded(guards, own && { own });
    const refused = { code: 'forbidden', outcome: 'none', message: expect.stringContaining('read-only') };
    await expect(cloud.gateways.create(spec)).rejects.toMatchObject(refused);
    await expect(cloud.gateway('gw-1').delete({ cascade: true })).rejects.toMatchObject(refused);
    await expect(cloud.addresses.release('1.1.1.1')).rejects.toMatchObject(refused);
    await expect(cloud.native?.call('BuyThing', {})).rejects.toMatchObject(refused);
    expect(sent).toEqual([]);
    expect(await cloud.native?.call('ListThings', {})).toBe('ListThings');
    expect(Object.keys(cloud.native?.operations ?? {})).toContain('BuyThing');
    expect(await nat.gateways.list().toArray()).toHaveLength(1);
  });

  it('resumes nothing, since that may send the rest', async () => {
    const { nat } = guarded({ readOnly: true });
    const record = {
      ...{ version: 1, cloud: 'shop', mutation: 'gateways.delete', key: { region: 'north', id: 'gw-1' } },
      ...{ input: { cascade: true }, token: 't', receipts: [{ kind: 'delete', subject: {} }] },
    };
    await expect(nat.resume(record)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is named by an alias there is', () => {
    expect(() => createNat({ shop: scriptedDriver() }, { guards: { shpo: { readOnly: true } } })).toThrow(
      /shpo/,
    );
    const wrong = { shop: { readonly: true } } as Record<string, Guards>;
    expect(() => createNat({ shop: scriptedDriver() }, { guards: wrong })).toThrow(NatError);
  });
});

describe('a ceiling', () => {
  const limited = (ceilings: Ceilings) => guarded({ ceilings });

  it('of purchases a day counts what costs, and begins anew the next day', async () => {
    const { cloud, sent, clock } = limited({ purchasesPerDay: 2 });
    await cloud.gateways.create(spec);
    await cloud.addresses.allocate();
    await cloud.gateway('gw-1').rename('other');
    const error = await Promise.resolve(cloud.gateway('gw-1').resize({ tier: 'large' })).catch(NatError.from);
    expect(error).toMatchObject({
      code: 'quota-exceeded',
      field: 'ceilings.purchasesPerDay',
      outcome: 'none',
    });
    expect(sent).toEqual(['create', 'allocate', 'change']);
    const later = clock.sleep(hours(24));
    await later;
    await cloud.gateway('gw-1').resize({ tier: 'large' });
    expect(sent.at(-1)).toBe('resize');
  });

  it('counts one write once, however often it is sent under its token', async () => {
    const { cloud } = limited({ purchasesPerDay: 1 });
    await cloud.gateways.create(spec, { token: 'mine' });
    await cloud.gateways.create(spec, { token: 'mine' });
    expect(await codeOf(cloud.gateways.create(spec, { token: 'other' }))).toBe('quota-exceeded');
  });

  it('does not count what was refused for certain', async () => {
    const ledger = memoryLedger();
    const { cloud } = guarded({ ceilings: { purchasesPerDay: 1 } }, { ledger });
    const driver = scriptedDriver();
    const soldOut = new NatError('unavailable', 'sold out');
    const gateways = { ...driver.gateways, create: () => Promise.reject(soldOut) };
    const nat = createNat(
      { shop: { ...driver, gateways } },
      { clock: leapingClock(), ledger, guards: { shop: { ceilings: { purchasesPerDay: 1 } } } },
    );
    expect(await codeOf(nat.use('shop').gateways.create(spec))).toBe('unavailable');
    expect(await codeOf(cloud.gateways.create(spec))).toBe('done');
    expect(await codeOf(nat.use('shop').gateways.create(spec))).toBe('quota-exceeded');
  });

  it('of months holds for one purchase and for a day', async () => {
    const { cloud, sent } = limited({ months: 3, monthsPerDay: 4 });
    const gateway = cloud.gateway('gw-1');
    expect(await codeOf(cloud.gateways.create({ ...spec, billing: prepaid({ years: 1 }) }))).toBe(
      'quota-exceeded',
    );
    await gateway.renew({ months: 3 });
    expect(await codeOf(gateway.renew({ months: 3 }))).toBe('quota-exceeded');
    await gateway.renew({ months: 1 });
    await cloud.gateways.create(spec);
    expect(sent).toEqual(['renew', 'renew', 'create']);
  });

  it('of sizes refuses another size, and an order that leaves it to the cloud', async () => {
    const { cloud, sent } = limited({ sizes: [{ tier: 'small' }] });
    await cloud.gateways.create(spec);
    const { size: _, ...open } = spec;
    for (const work of [
      cloud.gateways.create(open),
      cloud.gateway('gw-1').resize({ tier: 'large' }),
      cloud.gateway('gw-1').update({ name: 'other', size: { tier: 'large' } }),
    ])
      expect(await codeOf(work)).toBe('quota-exceeded');
    expect(sent).toEqual(['create']);
  });

  it('of the driver and that of nat both hold', async () => {
    const { cloud } = guarded(
      { ceilings: { purchasesPerDay: 5 } },
      { own: { ceilings: { purchasesPerDay: 1 } } },
    );
    await cloud.addresses.allocate();
    expect(await codeOf(cloud.addresses.allocate())).toBe('quota-exceeded');
  });
});

/** What costs nothing from then on. Every other mutation has to be among those that spend. */
const free = [
  ...['gateways.change', 'gateways.protect', 'gateways.tag', 'gateways.delete'],
  ...['snat.add', 'snat.addAll', 'snat.replace', 'snat.remove', 'snat.removeAll'],
  ...['dnat.add', 'dnat.addAll', 'dnat.replace', 'dnat.remove', 'dnat.removeAll'],
  ...['addresses.attach', 'addresses.detach', 'addresses.swap', 'addresses.release'],
  ...['bandwidth.change', 'bandwidth.removeAddresses', 'bandwidth.convert', 'bandwidth.delete'],
  ...['sharedBandwidth.change', 'sharedBandwidth.join', 'sharedBandwidth.leave', 'sharedBandwidth.delete'],
  /** Send those above and those that spend. */
  ...['gateways.update', 'snat.addWithAddress', 'dnat.addWithAddress'],
  'gateways.createAll',
  ...['snat.addAllWithAddresses', 'dnat.addAllWithAddresses'],
  ...['snat.removeWithAddresses', 'dnat.removeWithAddresses'],
];

it('every mutation either spends or is known to be free', () => {
  const spent = Object.entries(spending).flatMap(([name, verbs]) =>
    Object.keys(verbs).map((verb) => `${name}.${verb}`),
  );
  expect([...mutations].sort()).toEqual([...new Set([...free, ...spent])].sort());
});
