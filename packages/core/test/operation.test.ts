import { describe, expect, it } from 'vitest';
import type { PollResult } from '../src/driver.ts';
import {
  type Call,
  createNat,
  type Driver,
  type GatewayOrder,
  NatError,
  type OperationEvent,
} from '../src/index.ts';
import type { Receipt } from '../src/receipt.ts';
import {
  countingRandom,
  gatewayRecord,
  leapingClock,
  type Script,
  scriptedDriver,
} from './scripted-driver.ts';

const pending = (seen: string): PollResult => ({ type: 'pending', status: seen });

function setUp(script: Script = {}, clock = leapingClock()) {
  const sent: string[] = [];
  const driver: Driver = scriptedDriver({ sent, ...script });
  const nat = createNat({ shop: driver }, { clock, random: countingRandom() });
  return { nat, sent, clock, shop: nat.use('shop'), gateway: nat.gateway('shop:north/gw-1') };
}

const spec = { name: 'egress', network: { vpc: 'vpc-1', subnet: 'subnet-1' } };

describe('an operation', () => {
  it('leaves at once, tells what was accepted, and settles to a frozen snapshot when awaited', async () => {
    const { shop, sent, clock } = setUp({ looks: [pending('Creating')] });
    const creating = shop.gateways.create(spec);
    expect(await creating.accepted).toMatchObject({ kind: 'create' });
    expect([sent, clock.slept]).toEqual([['create'], []]);
    const gateway = await creating;
    expect(`${gateway.ref}`).toBe('shop:north/gw-1');
    expect([Object.isFrozen(gateway), Object.isFrozen(gateway.billing), clock.slept]).toEqual([
      true,
      true,
      [1_000],
    ]);
  });

  it('tells its progress in order', async () => {
    const { gateway } = setUp({
      looks: [pending('Modifying'), { type: 'pending', status: 'x', step: 'activate' }],
    });
    const events: OperationEvent[] = [];
    const resizing = gateway.resize({ tier: 'large' });
    resizing.onProgress((event) => events.push(event));
    await resizing;
    expect(events.map((event) => [event.type, 'step' in event ? event.step : ''])).toEqual([
      ['accepted', 'the new size'],
      ['pending', 'the new size'],
      ['pending', 'activate'],
      ['settled', ''],
    ]);
  });

  it('goes on in another process from its JSON, without sending anything again', async () => {
    const first = setUp();
    const creating = first.shop.gateways.create(spec);
    await creating.accepted;
    const stored = JSON.stringify(creating);
    const second = setUp({ looks: [pending('Creating')] });
    await expect(second.nat.resume(JSON.parse(stored))).resolves.toMatchObject({ name: 'gw-1' });
    expect(second.sent).toEqual([]);
  });

  it.each([
    ['a poll the key may not do', new NatError('forbidden', 'no right to read')],
    ['work that ends badly', { type: 'failed', error: new NatError('internal', 'the work failed') } as const],
  ])('that was accepted fails with an unknown outcome and its record: %s', async (_name, end) => {
    const { shop, nat } = setUp({ looks: [pending('Creating'), end] });
    const creating = shop.gateways.create(spec);
    const error = await creating.catch((thrown: unknown) => NatError.from(thrown));
    expect(error).toMatchObject({ outcome: 'unknown', operation: creating.toJSON() });
    const { operation } = JSON.parse(JSON.stringify(error));
    await expect(nat.resume(operation)).resolves.toMatchObject({ name: 'gw-1' });
  });

  it('that was accepted and is aborted has an unknown outcome', async () => {
    const { shop } = setUp({ looks: [pending('Creating')] }, leapingClock({ held: true }));
    const creating = shop.gateways.create(spec);
    await creating.accepted;
    creating.abort();
    await expect(creating).rejects.toMatchObject({
      code: 'aborted',
      outcome: 'unknown',
      operation: { mutation: 'gateways.create', receipts: [{ kind: 'create' }] },
    });
  });

  it('that was refused at once has no outcome and nothing to resume', async () => {
    const refusal = new NatError('quota-exceeded', 'too many');
    const gateways = { ...scriptedDriver().gateways, create: () => Promise.reject(refusal) };
    const refused = createNat({ shop: scriptedDriver({ gateways }) })
      .use('shop')
      .gateways.create(spec);
    await expect(refused).rejects.toMatchObject({ outcome: 'none', operation: undefined });
  });

  it('finishes the steps a dead process had left', async () => {
    const first = setUp();
    const swapping = first.gateway.addresses.swap('1.1.1.1', '2.2.2.2');
    await swapping.accepted;
    const second = setUp();
    await second.nat.resume(JSON.parse(JSON.stringify(swapping)));
    expect([first.sent, second.sent]).toEqual([['detach 1.1.1.1'], ['attach 2.2.2.2']]);
  });

  it('refuses to go on from a record that was stored too early or is not one', () => {
    const { nat, shop } = setUp();
    const early = JSON.parse(JSON.stringify(shop.gateways.create(spec)));
    expect(() => nat.resume(early)).toThrow(/wait for `.accepted`/);
    expect(() => nat.resume({ version: 2 })).toThrow(/\[invalid-argument\] version/);
  });

  it('refuses to go on in another region than the one it began in, where nothing would be found', async () => {
    const deleting = setUp().gateway.delete();
    await deleting.accepted;
    const elsewhere = createNat({ shop: { ...scriptedDriver(), region: 'south' } });
    expect(() => elsewhere.resume(JSON.parse(JSON.stringify(deleting)))).toThrow(/works in south/);
  });

  it('announces the gap when the cloud cannot hold both addresses', async () => {
    const { gateway, sent } = setUp();
    const swapping = gateway.addresses.swap('1.1.1.1', '2.2.2.2');
    const notices: string[] = [];
    swapping.onProgress((event) => event.type === 'notice' && notices.push(event.text));
    await swapping;
    expect(notices).toEqual(['no traffic passes between the two steps, since it has none']);
    expect(sent).toEqual(['detach 1.1.1.1', 'attach 2.2.2.2']);
  });

  it('gives each of its steps a token of its own and keeps the first', async () => {
    const tokens: string[] = [];
    const { gateway } = setUp();
    const watched = setUp({
      addresses: {
        list: scriptedDriver().addresses.list,
        attach: (_key, _address, _purpose, call) =>
          Promise.resolve({ kind: 'a', subject: tokens.push(call.token) }),
        detach: (_key, _address, call) => Promise.resolve({ kind: 'd', subject: tokens.push(call.token) }),
      },
    });
    await watched.gateway.addresses.swap('1.1.1.1', '2.2.2.2');
    expect(new Set(tokens).size).toBe(2);
    expect(tokens.every((token) => token.length <= 43)).toBe(true);
    expect(gateway.ref.id).toBe('gw-1');
  });

  it('stops waiting when aborted and leaves no timer and no queue entry behind', async () => {
    const clock = leapingClock({ held: true });
    const { gateway } = setUp({ looks: Array.from({ length: 9 }, () => pending('Modifying')) }, clock);
    const first = gateway.resize({ tier: 'large' });
    const failed = expect(first).rejects.toMatchObject({ code: 'aborted' });
    const second = gateway.rename('other');
    for (let turn = 0; turn < 50 && clock.sleeping === 0; turn += 1) await Promise.resolve();
    first.abort();
    await failed;
    await expect(second.accepted).resolves.toMatchObject({ kind: 'change' });
    second.abort();
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    expect(clock.sleeping).toBe(0);
  });

  it('never lets two mutations of one gateway overlap, even when only the acceptance is awaited', async () => {
    let open = 0;
    let most = 0;
    const { gateway } = setUp({
      snat: {
        list: () => Promise.resolve({ items: [] }),
        remove: () => Promise.resolve({ kind: 'remove', subject: null }),
        add: async () => {
          open += 1;
          most = Math.max(most, open);
          return { kind: 'add', subject: null };
        },
      },
      poll: async () => {
        open -= 1;
        return { type: 'done', value: gatewayRecord('gw-1') as never };
      },
    });
    const rule = { source: { cidr: '10.0.0.0/24' }, through: ['1.1.1.1'] };
    const operations = Array.from({ length: 200 }, () => gateway.snat.add(rule));
    await Promise.all(operations.map((operation) => operation.accepted));
    expect(most).toBe(1);
  });
});

describe('before anything is sent', () => {
  it.each([
    ['a bad name', { ...spec, name: '1' }, 'name', 'invalid-argument'],
    ['no name', { network: spec.network }, 'name', 'invalid-argument'],
    ['no subnet', { ...spec, network: { vpc: 'vpc-1' } }, 'network.subnet', 'invalid-argument'],
    ['a zone', { ...spec, network: { ...spec.network, zone: 'z' } }, 'network.zone', 'unsupported'],
    [
      'a term nobody sells',
      { ...spec, billing: { mode: 'prepaid', term: { months: 2 } } },
      'billing.term',
      'invalid-argument',
    ],
    ['prepaid without a term', { ...spec, billing: { mode: 'prepaid' } }, 'billing.term', 'invalid-argument'],
    ['a size nobody sells', { ...spec, size: { tier: 'xlarge' } }, 'size', 'unsupported'],
    [
      'too many addresses',
      { ...spec, size: { tier: 'small' }, addresses: ['1.1.1.1', '2.2.2.2'] },
      'addresses',
      'invalid-argument',
    ],
    [
      'auto-pay where there is none',
      { ...spec, billing: { mode: 'prepaid', term: { months: 1 }, autoPay: true } },
      'billing.autoPay',
      'unsupported',
    ],
    ['a misspelt member', { ...spec, nmae: 'x' }, 'gateways.create', 'invalid-argument'],
  ])('%s is refused and the field named', async (_what, input, field, code) => {
    const { shop, sent } = setUp();
    await expect(shop.gateways.create(input as typeof spec)).rejects.toMatchObject({ code, field });
    expect(sent).toEqual([]);
  });

  it.each([
    [{ within: 2_000 }, [2_000, 2_000]],
    [{}, [60_000, 61_000]],
  ])('gives the pages of a listing with %j the deadlines %j', async (options, expected) => {
    const clock = leapingClock();
    const begun = clock.now();
    const deadlines: number[] = [];
    const list = async (_filter: unknown, cursor: string | undefined, call: Call) => {
      deadlines.push(call.deadline - begun);
      await clock.sleep(1_000);
      return { items: [gatewayRecord(cursor ?? 'gw-1')], ...(cursor === undefined && { next: 'gw-2' }) };
    };
    const { shop } = setUp({ gateways: { ...scriptedDriver().gateways, list } }, clock);
    await shop.gateways.list({}, options).toArray();
    expect(deadlines).toEqual(expected);
  });

  it('refuses an alias without a driver at once, with what is missing', () => {
    expect(() => createNat({ b: {} as Driver })).toThrow(/"b" has no driver: kind, region, capabilities/);
  });

  it('marks the token of a later step as given, since its record may be resumed in another process', async () => {
    const given: unknown[] = [];
    const base = scriptedDriver();
    const receipt = async (call: Call) => ({ kind: 'step', subject: given.push(call.tokenGiven) });
    const addresses = {
      ...base.addresses,
      detach: (_key: unknown, _address: string, call: Call) => receipt(call),
      attach: (_key: unknown, _address: string, _purpose: unknown, call: Call) =>
        receipt(call) as Promise<Receipt<never>>,
    };
    await setUp({ addresses }).gateway.addresses.swap('1.1.1.1', '2.2.2.2');
    expect(given).toEqual([undefined, true]);
  });

  it.each([
    [{ months: 12 }, { years: 1 }],
    [{ years: 1 }, { years: 1 }],
    [{ months: 3 }, { months: 3 }],
  ])('orders and renews %j as the equal term that the cloud sells, %j', async (term, sold) => {
    const terms: unknown[] = [];
    const base = scriptedDriver();
    const gateways = {
      ...base.gateways,
      create: async ({ billing }: GatewayOrder) => ({
        kind: 'create',
        subject: terms.push('term' in billing && billing.term),
      }),
    };
    const billing = {
      read: () => Promise.reject(new Error('unused')),
      renew: async (_key: unknown, renewed: unknown) => ({ kind: 'renew', subject: terms.push(renewed) }),
    };
    const { shop, gateway } = setUp({ gateways, billing });
    await shop.gateways.create({ ...spec, billing: { mode: 'prepaid', term } });
    await gateway.renew(term);
    expect(terms).toEqual([sold, sold]);
  });

  it.each([
    ['without a token of the caller', {}, 'none', /nothing was paid$/],
    ['with one, under which an earlier call may have paid', { token: 't-1' }, 'unknown', /may have paid$/],
  ] as const)('a renewal whose expiry has moved is refused %s', async (_case, token, outcome, message) => {
    const sent: string[] = [];
    const billing = {
      read: async () => ({ mode: 'prepaid', expires: '2026-03-01T00:00:00Z', status: 'good' }) as const,
      renew: async () => ({ kind: 'renew', subject: sent.push('renew') }),
    };
    const { gateway } = setUp({ billing });
    const renewing = gateway.renew({ months: 1 }, { expiring: '2026-02-01T00:00:00Z', ...token });
    const error = await renewing.then(
      () => undefined,
      (thrown: unknown) => thrown as NatError,
    );
    expect(error).toMatchObject({ code: 'failed-precondition', field: 'expiring', outcome });
    expect(error?.plain).toMatch(message);
    expect(sent).toEqual([]);
  });

  it('a feature the cloud lacks is unsupported, with reason and remedy', async () => {
    const { gateway, sent } = setUp();
    await expect(gateway.convert()).rejects.toMatchObject({
      code: 'unsupported',
      remedy: 'use another cloud',
    });
    await expect(gateway.dnat.remove('x')).rejects.toMatchObject({ code: 'unsupported' });
    expect(sent).toEqual([]);
  });

  it('a gateway that carries enough already is left at its size, whatever else is sold', async () => {
    const sizes: unknown[] = [];
    const base = scriptedDriver();
    const gateways = {
      ...base.gateways,
      get: async () => gatewayRecord('gw-1', { size: { tier: 'large' } }),
      resize: async (_key: unknown, size: unknown) => ({ kind: 'resize', subject: sizes.push(size) }),
    };
    const { gateway } = setUp({ gateways });
    await gateway.resize({ atLeast: { connections: 5_000 } });
    await expect(gateway.resize({ atLeast: { connections: 5_000_000 } })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(sizes).toEqual([{ tier: 'large' }]);
  });

  it('a cloud that only makes gateways larger is not asked to make one smaller', async () => {
    const base = scriptedDriver();
    const up = { ...base.capabilities.features['gateways.resize'], direction: 'up' } as const;
    const upward = {
      ...base.capabilities,
      features: { ...base.capabilities.features, 'gateways.resize': up },
    };
    const gateways = {
      ...base.gateways,
      get: async () => gatewayRecord('gw-1', { size: { tier: 'large' } }),
    };
    const { gateway, sent } = setUp({ gateways, capabilities: upward as never });
    await expect(gateway.resize({ tier: 'small' })).rejects.toMatchObject({
      code: 'unsupported',
      field: 'size',
    });
    expect(sent).toEqual([]);
  });

  it.each([
    [{ source: { subnet: 'subnet-1' } }, 'rule.source.subnet', 'unsupported'],
    [{ source: { hosts: ['10.0.0.1'] } }, 'rule.source.subnet', 'invalid-argument'],
    [
      { source: { hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], subnet: 'subnet-1' } },
      'rule.source.hosts',
      'invalid-argument',
    ],
    [{ source: { cidr: '10.0.0.0/24' }, name: 'UPPER' }, 'rule.name', 'invalid-argument'],
    [
      { source: { cidr: '10.0.0.0/24' }, through: ['1.1.1.1', '1.1.1.2', '1.1.1.3'] },
      'rule.through',
      'invalid-argument',
    ],
  ])('the SNAT rule %j is refused at %s', async (rule, field, code) => {
    const snat = {
      list: () => Promise.resolve({ items: [] }),
      add: () => Promise.reject(new Error('must not be sent')),
      remove: () => Promise.reject(new Error('must not be sent')),
    };
    await expect(setUp({ snat }).gateway.snat.add(rule)).rejects.toMatchObject({ code, field });
  });

  it('a rule that names no address leaves through all that serve SNAT, and needs at least one', async () => {
    const through: unknown[] = [];
    const snat = {
      list: () => Promise.resolve({ items: [] }),
      add: async (_key: unknown, rule: { through?: readonly string[] }) => {
        through.push(rule.through);
        return { kind: 'add', subject: null };
      },
      remove: () => Promise.reject(new Error('unused')),
    };
    const address = (ip: string, use: 'idle' | 'dnat') =>
      ({ ip, use, state: 'available', providerState: 'InUse', native: {} }) as const;
    const items = [address('1.1.1.1', 'idle'), address('2.2.2.2', 'dnat')];
    const addresses = { ...scriptedDriver().addresses, list: async () => ({ items }) };
    await setUp({ snat, addresses }).gateway.snat.add({ source: { cidr: '10.0.0.0/24' } });
    expect(through).toEqual([['1.1.1.1']]);
    const bare = setUp({ snat }).gateway.snat.add({ source: { cidr: '10.0.0.0/24' } });
    await expect(bare).rejects.toMatchObject({
      code: 'failed-precondition',
      remedy: /attach a public address/,
    });
  });

  it('rules added in one request read the addresses of the gateway once, and not at all when each names its own', async () => {
    let read = 0;
    const snat = {
      list: () => Promise.resolve({ items: [] }),
      add: () => Promise.reject(new Error('unused')),
      addAll: async () => ({ kind: 'addAll', subject: null }),
      remove: () => Promise.reject(new Error('unused')),
    };
    const address = {
      ip: '1.1.1.1',
      use: 'idle',
      state: 'available',
      providerState: 'InUse',
      native: {},
    } as const;
    const list = async () => {
      read += 1;
      return { items: [address] };
    };
    const { gateway } = setUp({ snat, addresses: { ...scriptedDriver().addresses, list } });
    const sources = ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'].map((cidr) => ({ source: { cidr } }));
    await gateway.snat.addAll(sources);
    expect(read).toBe(1);
    await gateway.snat.addAll(sources.map((rule) => ({ ...rule, through: ['1.1.1.1'] })));
    expect(read).toBe(1);
  });

  it('a prepaid gateway is not deleted while it is paid for, nor a protected one', async () => {
    const prepaid = { mode: 'prepaid', expires: '2026-03-01T00:00:00Z', status: 'good' } as const;
    const withRecord = (change: object) => {
      const base = scriptedDriver();
      return setUp({ gateways: { ...base.gateways, get: async () => gatewayRecord('gw-1', change) } });
    };
    await expect(withRecord({ billing: prepaid }).gateway.delete()).rejects.toThrow(
      /prepaid until 2026-03-01/,
    );
    await expect(withRecord({ protected: true }).gateway.delete()).rejects.toThrow(/protected from deletion/);
    const expired = { ...prepaid, expires: '2025-12-31T00:00:00Z' };
    await expect(withRecord({ billing: expired }).gateway.delete()).resolves.toBeDefined();
  });
});

describe('clouds by alias', () => {
  it('an unknown alias is refused with those that exist', () => {
    const { nat } = setUp();
    expect(() => nat.gateway('nowhere:north/gw-1')).toThrow(/there is no cloud "nowhere"/);
    expect(() => createNat({ 'a b': scriptedDriver() })).toThrow(/cannot be an alias/);
  });

  it('a handle of one cloud does not take a ref of another', () => {
    const { shop } = setUp();
    expect(() => shop.gateway('other:north/gw-1')).toThrow(/belongs to cloud "other"/);
    expect(() => shop.gateway('shop:south/gw-1')).toThrow(/works in north/);
    expect(`${shop.gateway('gw-7').ref}`).toBe('shop:north/gw-7');
  });

  it('one listing covers all clouds under their aliases', async () => {
    const nat = createNat({ a: scriptedDriver(), b: scriptedDriver() });
    const refs = (await nat.gateways.list().toArray()).map((gateway) => `${gateway.ref}`);
    expect(refs).toEqual(['a:north/gw-1', 'b:north/gw-1']);
    expect(() => nat.gateways.list({ state: 'gone' as never })).toThrow(/state/);
  });
});

describe('a failure', () => {
  it('reaches whoever awaits, once, and the next in the lane goes on', async () => {
    const refusal = new NatError('quota-exceeded', 'full');
    const base = scriptedDriver();
    const { gateway } = setUp({ gateways: { ...base.gateways, resize: () => Promise.reject(refusal) } });
    const resizing = gateway.resize({ tier: 'large' });
    const renaming = gateway.rename('other');
    await expect(resizing).rejects.toBe(refusal);
    await expect(renaming).resolves.toMatchObject({ name: 'gw-1' });
  });
});
