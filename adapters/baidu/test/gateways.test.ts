import { createNat, type GatewayQuery, type GatewayRecord } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import answers from './fixtures/answers.json' with { type: 'json' };
import { isGet, key, lineOf, type Reply, refusal, scene } from './scripted-sender.ts';

/** Gateways by VPC, listed two at a time; VPCs come two at a time as well. */
const world: Readonly<Record<string, readonly string[]>> = {
  'vpc-1': [],
  'vpc-2': ['nat-1', 'nat-2', 'nat-3'],
  'vpc-3': [],
  'vpc-4': [],
  'vpc-5': ['nat-4'],
};

function page<Item>(items: readonly Item[], marker: string | null, idOf: (item: Item) => string) {
  const start = marker === null ? 0 : items.findIndex((item) => idOf(item) === marker);
  const next = items[start + 2];
  return {
    items: items.slice(start, start + 2),
    paging: { isTruncated: next !== undefined, ...(next !== undefined && { nextMarker: idOf(next) }) },
  };
}

function listing({ url }: WireRequest): Reply {
  const { pathname, searchParams } = new URL(url);
  const marker = searchParams.get('marker');
  if (pathname === '/v1/vpc') {
    const { items, paging } = page(Object.keys(world), marker, (vpcId) => vpcId);
    return { body: { ...paging, vpcs: items.map((vpcId) => ({ vpcId, name: vpcId })) } };
  }
  const nats = world[searchParams.get('vpcId') ?? ''];
  if (nats === undefined) return refusal(404, 'NoSuchObject');
  const { items, paging } = page(nats, marker, (id) => id);
  return {
    body: {
      ...paging,
      nats: items.map((id) => ({
        ...answers.enhancedNat,
        ...{ id, name: `name-${id}`, vpcId: 'vpc-5' },
      })),
    },
  };
}

async function listed(query: GatewayQuery = {}, vpcs?: readonly string[]) {
  const { driver, sender, call } = scene(listing, vpcs ? { vpcs } : {});
  const pages: (readonly GatewayRecord[])[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await driver.gateways.list(query, cursor, call());
    pages.push(items);
    cursor = next;
  } while (cursor !== undefined);
  return { pages: pages.map((items) => items.map((gateway) => gateway.key.id)), requests: sender.requests };
}

describe('a listing of gateways', () => {
  test('asks VPC by VPC and shows no empty page between', async () => {
    const { pages } = await listed();
    expect(pages).toEqual([['nat-1', 'nat-2'], ['nat-3'], ['nat-4']]);
  });

  test('asks only the VPCs the options name', async () => {
    const { pages, requests } = await listed({}, ['vpc-5', 'vpc-1']);
    expect(pages.flat()).toEqual(['nat-4']);
    expect(requests.map(lineOf)).toEqual(['GET /v1/nat?vpcId=vpc-5', 'GET /v1/nat?vpcId=vpc-1']);
  });

  test('of one network asks that network, whatever the options name', async () => {
    const { pages } = await listed({ network: 'vpc-2' }, ['vpc-5']);
    expect(pages.flat()).toEqual(['nat-1', 'nat-2', 'nat-3']);
  });

  test('of a network that is gone is empty', async () => {
    expect((await listed({ network: 'vpc-9' })).pages).toEqual([[]]);
  });

  test('by name sends the name to each VPC, and keeps only what lies in that VPC', async () => {
    const { pages, requests } = await listed({ name: 'shop' }, ['vpc-2', 'vpc-5']);
    expect(requests.map(lineOf)).toEqual([
      'GET /v1/nat?vpcId=vpc-2&name=shop',
      'GET /v1/nat?vpcId=vpc-2&name=shop&marker=nat-3',
      'GET /v1/nat?vpcId=vpc-5&name=shop',
    ]);
    expect(pages.flat()).toEqual(['nat-4']);
  });

  test('of one id reads that gateway', async () => {
    const { driver, sender, call } = scene(() => ({ body: answers.enhancedNat }));
    const { items } = await driver.gateways.list({ ids: ['nat-7'] }, undefined, call());
    expect(items).toHaveLength(1);
    expect(sender.requests.map(lineOf)).toEqual(['GET /v1/nat/nat-7']);
  });

  test('that points back to itself is an error, not an endless one', async () => {
    const { driver, call } = scene(() => ({ body: { nats: [], isTruncated: true, nextMarker: 'nat-1' } }), {
      vpcs: ['vpc-1'],
    });
    await expect(driver.gateways.list({}, undefined, call())).rejects.toMatchObject({ code: 'protocol' });
  });

  test('refuses a cursor it did not give', async () => {
    const { driver, call } = scene(listing);
    await expect(driver.gateways.list({}, 'nat-1', call())).rejects.toMatchObject({ field: 'cursor' });
  });
});

const order = { name: 'shop', network: { vpc: 'vpc-1' }, billing: { mode: 'on-demand' } as const };
const made: Reply = { body: { natId: 'nat-new' } };
const bodyOf = (request: WireRequest | undefined): unknown => JSON.parse(request?.body ?? 'null');

describe('an order', () => {
  test('without a size is the smallest that holds the addresses', async () => {
    const addresses = [1, 2, 3, 4, 5, 6].map((last) => `1.1.1.${last}`);
    const { driver, sender, call } = scene((request) => (isGet(request) ? plain(request) : made));
    await driver.gateways.create({ ...order, addresses }, call());
    expect(bodyOf(sender.requests.at(-1))).toMatchObject({ cuNum: 2, bindEips: addresses });
  });

  test('prepaid is refused until the caller agrees to pay, since Baidu charges at once', async () => {
    const { driver, sender, call } = scene(() => made);
    const billing = { mode: 'prepaid', term: { months: 1 } } as const;
    await expect(driver.gateways.create({ ...order, billing }, call())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'billing.autoPay',
    });
    expect(sender.requests).toEqual([]);
    await driver.gateways.create({ ...order, billing: { ...billing, autoPay: true } }, call());
    expect(bodyOf(sender.requests[0])).toMatchObject({ billing: { paymentTiming: 'Prepaid' } });
  });

  test('of a normal gateway with two plain addresses is refused before it is sent', async () => {
    const { driver, sender, call } = scene((request) => (isGet(request) ? plain(request) : made));
    const spec = { ...order, size: { tier: 'small' } as const, addresses: ['1.1.1.1', '1.1.1.2'] };
    await expect(driver.gateways.create(spec, call())).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(sender.requests.every(isGet)).toBe(true);
  });

  test('settles when the gateway rests and shows its addresses', async () => {
    const states = [
      refusal(404, 'NoSuchNat'),
      { body: { ...answers.enhancedNat, status: 'building', bindEips: [] } },
      { body: { ...answers.enhancedNat, status: 'unconfigured', bindEips: [] } },
      { body: { ...answers.enhancedNat, status: 'active' } },
    ];
    let look = 0;
    const { driver, call } = scene((request) => {
      if (!isGet(request)) return made;
      look += 1;
      return states[look - 1] ?? {};
    });
    const receipt = await driver.gateways.create({ ...order, addresses: ['180.76.186.180'] }, call());
    const seen = [];
    for (const _ of states) seen.push(await driver.poll(JSON.parse(JSON.stringify(receipt)), call()));
    expect(seen).toMatchObject([
      { type: 'pending', status: 'not listed yet' },
      { type: 'pending', status: 'building' },
      { type: 'pending', status: 'unconfigured, not changed yet' },
      { type: 'done', value: { state: 'available', addresses: [{ ip: '180.76.186.180' }] } },
    ]);
  });

  test('that ends in error fails, and says so', async () => {
    const { driver, call } = scene((request) =>
      isGet(request) ? { body: { ...answers.enhancedNat, status: 'error' } } : made,
    );
    const receipt = await driver.gateways.create(order, call());
    expect(await driver.poll(receipt, call())).toMatchObject({ type: 'failed', error: { code: 'internal' } });
  });
});

/** A plain address of any ip. */
function plain({ url }: WireRequest): Reply {
  const eip = new URL(url).searchParams.get('eip') ?? '';
  return { body: { eipList: [{ eip, status: 'available', shareGroupId: '' }] } };
}

describe('a resize', () => {
  const resize = (nat: object, size: { readonly units: number } | { readonly tier: 'large' }) => {
    const { driver, sender, call } = scene((request) => (isGet(request) ? { body: nat } : {}));
    return { promise: driver.gateways.resize?.(key, size, call()), requests: sender.requests };
  };

  test.each([{ tier: 'large' }, { atLeast: { connections: 40_000 } }] as const)(
    'to %j is refused before anything is changed, since gateways are resized in units',
    async (size) => {
      const { driver, sender, clock } = scene(() => ({ body: answers.enhancedNat }));
      const nat = createNat({ baidu: driver }, { clock, random: seededRandom(1) });
      await expect(nat.gateway(`baidu:bj/${key.id}`).resize(size)).rejects.toMatchObject({
        code: 'unsupported',
        field: 'size',
        remedy: expect.stringContaining('1 to 100 capacity units'),
      });
      expect(sender.requests.filter((request) => !isGet(request))).toEqual([]);
    },
  );

  test('of a normal gateway is unsupported, with the way out', async () => {
    const { promise, requests } = resize(answers.normalNat, { units: 3 });
    await expect(promise).rejects.toMatchObject({ code: 'unsupported', field: 'size', remedy: /create one/ });
    expect(requests.every(isGet)).toBe(true);
  });

  test('of an enhanced gateway to a tier is unsupported, with the way out', async () => {
    const { promise } = resize(answers.enhancedNat, { tier: 'large' });
    await expect(promise).rejects.toMatchObject({ code: 'unsupported', remedy: /units/ });
  });

  test('below what the addresses need is refused before it is sent', async () => {
    const bindEips = [1, 2, 3, 4, 5, 6].map((last) => `1.1.1.${last}`);
    const { promise, requests } = resize({ ...answers.enhancedNat, bindEips }, { units: 1 });
    await expect(promise).rejects.toMatchObject({ code: 'failed-precondition', field: 'size' });
    expect(requests.every(isGet)).toBe(true);
  });

  test('to the size it has sends nothing and settles at once', async () => {
    const { driver, sender, call } = scene(() => ({ body: answers.enhancedNat }));
    const receipt = await driver.gateways.resize?.(key, { units: 3 }, call());
    expect(receipt && (await driver.poll(receipt, call()))).toMatchObject({
      type: 'done',
      value: { size: { units: 3 } },
    });
    expect(sender.requests.every(isGet)).toBe(true);
  });
});

describe('a release', () => {
  test('of a gateway that is gone settles at once', async () => {
    const { driver, call } = scene(() => refusal(404, 'NoSuchNat'));
    const receipt = await driver.gateways.delete(key, false, call());
    expect(await driver.poll(receipt, call())).toEqual({ type: 'done', value: undefined });
  });

  test.each(['active', 'deleting'])(
    'is not done while the gateway is %s, and done once it is called deleted',
    async (status) => {
      let released = status;
      const { driver, call } = scene((request) =>
        isGet(request) ? { body: { ...answers.enhancedNat, status: released } } : {},
      );
      const receipt = await driver.gateways.delete(key, false, call());
      expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: status });
      released = 'deleted';
      expect(await driver.poll(receipt, call())).toEqual({ type: 'done', value: undefined });
    },
  );
});

describe('a receipt', () => {
  test('of another adapter is refused', async () => {
    const { driver, call } = scene(() => ({}));
    await expect(driver.poll({ kind: 'toString', subject: {} }, call())).rejects.toMatchObject({
      field: 'kind',
    });
  });

  test('whose subject is broken is refused with the field', async () => {
    const { driver, call } = scene(() => ({}));
    const receipt = { kind: 'gateway.renewed', subject: { key: { region: 'bj', id: 'nat-1' } } };
    await expect(driver.poll(receipt, call())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'before',
    });
  });
});
