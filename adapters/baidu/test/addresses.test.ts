import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import answers from './fixtures/answers.json' with { type: 'json' };
import { isGet, key, lineOf, type Reply, refusal, scene } from './scripted-sender.ts';

interface Account {
  readonly nat: object;
  /** Shared bandwidth by ip; '' is a plain address. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly eips?: Reply;
}

const account =
  ({ nat, groups = {}, eips }: Account) =>
  (request: WireRequest): Reply => {
    const { pathname, searchParams } = new URL(request.url);
    if (!isGet(request)) return {};
    if (pathname.endsWith('Rule')) return { body: { rules: [] } };
    if (pathname !== '/v1/eip') return { body: nat };
    if (eips) return eips;
    const ip = searchParams.get('eip');
    const wanted = Object.keys(groups).filter((eip) => ip === null || eip === ip);
    return {
      body: {
        eipList: wanted.map((eip) => ({
          eip,
          eipId: `ip-${eip}`,
          status: 'available',
          shareGroupId: groups[eip],
        })),
      },
    };
  };

const changes = (requests: readonly WireRequest[]) =>
  requests
    .filter((request) => !isGet(request))
    .map((request) => ({
      line: lineOf(request).replace(/&?clientToken=.*/, ''),
      body: JSON.parse(request.body ?? 'null') as unknown,
    }));

const path = `/v1/nat/${key.id}`;
const empty = { eips: [], dnatEips: [], bindEips: [] };

describe('attaching', () => {
  test.each([
    ['any', answers.enhancedNat, { bindEips: ['9.9.9.9'] }],
    ['dnat', answers.enhancedNat, { bindEips: ['9.9.9.9'] }],
    ['any', { ...answers.normalNat, ...empty }, { eips: ['9.9.9.9'] }],
    ['snat', { ...answers.normalNat, ...empty }, { eips: ['9.9.9.9'] }],
    ['dnat', { ...answers.normalNat, ...empty }, { dnatEips: ['9.9.9.9'] }],
  ] as const)('for %s joins the pool of the generation', async (purpose, nat, body) => {
    const { driver, sender, call } = scene(account({ nat, groups: { '9.9.9.9': '', '180.76.186.180': '' } }));
    await driver.addresses.attach(key, '9.9.9.9', purpose, call());
    expect(changes(sender.requests)).toEqual([{ line: `PUT ${path}?bind`, body }]);
  });

  test('by allocation id looks its ip up', async () => {
    const nat = { ...answers.enhancedNat, ...empty };
    const { driver, sender, call } = scene(account({ nat, groups: { '9.9.9.9': '' } }));
    await driver.addresses.attach(key, 'ip-9.9.9.9', 'any', call());
    expect(changes(sender.requests)).toEqual([{ line: `PUT ${path}?bind`, body: { bindEips: ['9.9.9.9'] } }]);
    await expect(driver.addresses.attach(key, 'ip-nobody', 'any', call())).rejects.toMatchObject({
      code: 'not-found',
      field: 'address',
    });
  });

  test('what is attached already sends nothing and settles', async () => {
    const { driver, sender, call } = scene(account({ nat: answers.enhancedNat }));
    const receipt = await driver.addresses.attach(key, '180.76.186.180', 'any', call());
    expect(changes(sender.requests)).toEqual([]);
    expect(await driver.poll(receipt, call())).toMatchObject({
      type: 'done',
      value: { ip: '180.76.186.180' },
    });
  });

  test('a second plain address to a normal gateway is refused before the wire, with the swap as the way out', async () => {
    const groups = { '180.76.186.174': '', '9.9.9.9': '' };
    const { driver, sender, call } = scene(account({ nat: answers.normalNat, groups }));
    await expect(driver.addresses.attach(key, '9.9.9.9', 'snat', call())).rejects.toMatchObject({
      code: 'failed-precondition',
      remedy: /swap/,
    });
    expect(changes(sender.requests)).toEqual([]);
  });

  test('another of the same shared bandwidth to a normal gateway is sent', async () => {
    const groups = { '180.76.186.174': 'eg-1', '9.9.9.9': 'eg-1' };
    const { driver, sender, call } = scene(account({ nat: answers.normalNat, groups }));
    await driver.addresses.attach(key, '9.9.9.9', 'snat', call());
    expect(changes(sender.requests)).toHaveLength(1);
  });

  test.each([
    ['eg-1', ''],
    ['eg-1', 'eg-2'],
  ])('of bandwidths %j and %j side by side is refused on an enhanced gateway', async (bound, added) => {
    const groups = { '180.76.186.180': bound, '9.9.9.9': added };
    const { driver, sender, call } = scene(account({ nat: answers.enhancedNat, groups }));
    await expect(driver.addresses.attach(key, '9.9.9.9', 'any', call())).rejects.toMatchObject({
      code: 'failed-precondition',
    });
    expect(changes(sender.requests)).toEqual([]);
  });

  test('is left for the cloud to judge when the key may not see addresses', async () => {
    const { driver, sender, call } = scene(
      account({ nat: answers.normalNat, eips: refusal(403, 'AccessDenied') }),
    );
    await driver.addresses.attach(key, '9.9.9.9', 'snat', call());
    expect(changes(sender.requests)).toHaveLength(1);
  });

  test.each([
    [{ ...answers.enhancedNat, cuNum: 1 }, 5],
    [{ ...answers.enhancedNat, cuNum: 100 }, 50],
    [{ ...answers.normalNat, ...empty, natType: 'normal', spec: 'small' }, 5],
    [{ ...answers.normalNat, ...empty, spec: 'large' }, 15],
  ])('beyond what the size holds is refused before the wire', async (nat, room) => {
    const held = Array.from({ length: room }, (_, index) => `1.1.1.${index}`);
    const full = 'cuNum' in nat ? { ...nat, bindEips: held } : { ...nat, eips: held };
    const { driver, sender, call } = scene(account({ nat: full }));
    await expect(driver.addresses.attach(key, '9.9.9.9', 'any', call())).rejects.toMatchObject({
      code: 'quota-exceeded',
      field: 'address',
    });
    expect(changes(sender.requests)).toEqual([]);
  });

  test('settles when the gateway rests and lists the address, not before', async () => {
    const nats = [
      { ...answers.enhancedNat, ...empty, status: 'active' },
      { ...answers.enhancedNat, ...empty, status: 'configuring' },
      { ...answers.enhancedNat, bindEips: ['9.9.9.9'], status: 'active' },
    ];
    let look = -1;
    const { driver, call } = scene((request) => {
      const nat = nats[Math.max(look, 0)] ?? {};
      return account({ nat, groups: { '9.9.9.9': '' } })(request);
    });
    const receipt = await driver.addresses.attach(key, '9.9.9.9', 'any', call());
    const seen = [];
    for (look = 0; look < nats.length; look += 1) seen.push(await driver.poll(receipt, call()));
    expect(seen).toMatchObject([
      { type: 'pending', status: 'active, not changed yet' },
      { type: 'pending', status: 'configuring' },
      { type: 'done', value: { ip: '9.9.9.9', id: 'ip-9.9.9.9', use: 'idle', gateway: 'nat-b58rnkn1g98h' } },
    ]);
  });
});

describe('detaching', () => {
  test.each([
    [answers.enhancedNat, '180.76.186.180', [{ bindEips: ['180.76.186.180'] }]],
    [answers.normalNat, '180.76.186.174', [{ eips: ['180.76.186.174'] }]],
    [answers.normalNat, '180.76.186.175', [{ dnatEips: ['180.76.186.175'] }]],
    [
      { ...answers.normalNat, dnatEips: ['180.76.186.174'] },
      '180.76.186.174',
      [{ eips: ['180.76.186.174'] }, { dnatEips: ['180.76.186.174'] }],
    ],
  ])('leaves every pool that holds the address', async (nat, ip, bodies) => {
    const { driver, sender, call } = scene(account({ nat }));
    await driver.addresses.detach(key, ip, call());
    expect(changes(sender.requests)).toEqual(bodies.map((body) => ({ line: `PUT ${path}?unbind`, body })));
  });

  test('is refused for an address that the gateway does not hold', async () => {
    const { driver, sender, call } = scene(account({ nat: answers.normalNat }));
    await expect(driver.addresses.detach(key, '9.9.9.9', call())).rejects.toMatchObject({
      code: 'not-found',
      field: 'address',
    });
    expect(changes(sender.requests)).toEqual([]);
  });

  test('from two pools uses two tokens, since a token names one request', async () => {
    const nat = { ...answers.normalNat, dnatEips: ['180.76.186.174'] };
    const { driver, sender, call } = scene(account({ nat }));
    await driver.addresses.detach(key, '180.76.186.174', call('t'.repeat(43)));
    const tokens = sender.requests.flatMap(({ url }) => new URL(url).searchParams.get('clientToken') ?? []);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens.every((token) => token.length <= 64)).toBe(true);
  });

  test('from two pools never takes the token of another detachment, however alike the two are named', async () => {
    const nat = { ...answers.normalNat, dnatEips: ['180.76.186.174'] };
    const tokens: string[] = [];
    for (const ending of ['11-20-a', '11-20-b', '11-20-c']) {
      const { driver, sender, call } = scene(account({ nat }));
      await driver.addresses.detach(
        key,
        '180.76.186.174',
        call(`detach-for-customer-4711-on-2026-${ending}`),
      );
      tokens.push(
        ...sender.requests.flatMap(({ url }) => new URL(url).searchParams.get('clientToken') ?? []),
      );
    }
    expect(new Set(tokens).size).toBe(6);
    expect(tokens.filter((token) => token.length > 43)).toEqual([]);
  });

  test('from a gateway that is gone says so', async () => {
    const { driver, call } = scene(() => refusal(404, 'NoSuchNat'));
    await expect(driver.addresses.detach(key, '9.9.9.9', call())).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('the list of addresses', () => {
  test('of a gateway tells what each serves and draws from', async () => {
    const { driver, call } = scene(account({ nat: answers.normalNat, groups: { '180.76.186.174': 'eg-1' } }));
    const { items } = await driver.addresses.list({ gateway: key.id }, undefined, call());
    expect(items).toMatchObject([
      { ip: '180.76.186.174', use: 'snat', gateway: key.id, sharedBandwidth: 'eg-1' },
      { ip: '180.76.186.175', use: 'dnat', gateway: key.id },
    ]);
  });

  test('of an enhanced gateway reads from its rules what each serves', async () => {
    const nat = { ...answers.enhancedNat, bindEips: ['180.76.186.174', '180.76.186.175', '180.76.186.176'] };
    const rules: Readonly<Record<string, object>> = {
      snatRule: { ...answers.snatRule, publicIpsAddress: ['180.76.186.174', '180.76.186.175'] },
      dnatRule: { ...answers.dnatRule, publicIpAddress: '180.76.186.175' },
    };
    const { driver, call } = scene((request) => {
      const rule = rules[new URL(request.url).pathname.split('/').at(-1) ?? ''];
      return rule ? { body: { rules: [rule] } } : account({ nat })(request);
    });
    const { items } = await driver.addresses.list({ gateway: key.id }, undefined, call());
    expect(items.map(({ use }) => use)).toEqual(['snat', 'both', 'idle']);
  });

  test('of a gateway needs no right to see addresses', async () => {
    const { driver, call } = scene(account({ nat: answers.normalNat, eips: refusal(403, 'AccessDenied') }));
    const { items } = await driver.addresses.list({ gateway: key.id }, undefined, call());
    expect(items.map(({ ip, use }) => [ip, use])).toEqual([
      ['180.76.186.174', 'snat'],
      ['180.76.186.175', 'dnat'],
    ]);
  });

  test('that are free asks for those', async () => {
    const { driver, sender, call } = scene(account({ nat: {}, groups: { '9.9.9.9': '' } }));
    const { items } = await driver.addresses.list({ free: true }, undefined, call());
    expect(items).toMatchObject([{ ip: '9.9.9.9', use: 'idle' }]);
    expect(sender.requests[0]?.url).toContain('status=available');
  });

  test('of the account asks each gateway once what its addresses serve', async () => {
    const { driver, sender, call } = scene((request) =>
      request.url.includes('/v1/eip')
        ? {
            body: {
              eipList: [answers.eip, { ...answers.eip, eip: '180.76.186.175' }],
              isTruncated: true,
              nextMarker: 'ip-9',
            },
          }
        : { body: answers.normalNat },
    );
    const { items, next } = await driver.addresses.list({}, undefined, call());
    expect(items.map(({ ip, use }) => [ip, use])).toEqual([
      ['180.76.186.174', 'snat'],
      ['180.76.186.175', 'dnat'],
    ]);
    expect(next).toBe('ip-9');
    expect(sender.requests).toHaveLength(2);
  });
});

describe('an address of the account', () => {
  test('is ordered by traffic and settles when it is free', async () => {
    let status = 'creating';
    const { driver, sender, call } = scene((request) =>
      isGet(request) ? { body: { eipList: [{ eip: '9.9.9.9', status }] } } : { body: { eip: '9.9.9.9' } },
    );
    const receipt = await driver.addresses.allocate?.({ bandwidthMbps: 5, meteredBy: 'bandwidth' }, call());
    if (!receipt) throw new Error('an address was expected');
    expect(changes(sender.requests)).toEqual([
      {
        line: 'POST /v1/eip?',
        body: { bandwidthInMbps: 5, billing: { paymentTiming: 'Postpaid', billingMethod: 'ByBandwidth' } },
      },
    ]);
    expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: 'creating' });
    status = 'available';
    expect(await driver.poll(receipt, call())).toMatchObject({
      type: 'done',
      value: { ip: '9.9.9.9', use: 'idle' },
    });
  });

  test.each(['9.9.9.9', 'ip-gone'])('that is gone cannot be released: %s', async (address) => {
    const { driver, call } = scene((request) =>
      isGet(request) ? { body: { eipList: [] } } : refusal(404, 'EipNotFound'),
    );
    await expect(driver.addresses.release?.(address, call())).rejects.toMatchObject({ code: 'not-found' });
  });
});
