import { createNat } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, test } from 'vitest';
import { emulated } from './emulated.ts';
import answers from './fixtures/answers.json' with { type: 'json' };
import { ownParameters } from './official-clients.ts';
import { key, refusal, type Script, scene, v2 } from './scripted-sender.ts';
import { actionOf } from './wire-forms.ts';

describe.each(['v2', 'v3'] as const)('the addresses of a gateway over %s', (api) => {
  async function stand() {
    const harness = await emulated(api);
    const nat = createNat({ legacy: harness.driver }, { clock: harness.clock, random: seededRandom(3) });
    const cloud = nat.use('legacy');
    const gateway = await cloud.gateways.create({
      name: 'shop',
      network: { vpc: harness.network.vpc },
      addresses: harness.addresses.slice(0, 1),
    });
    const handle = cloud.gateway(gateway.ref);
    const ips = async () => (await handle.addresses.list().toArray()).map(({ ip }) => ip);
    const [first = '', second = ''] = harness.addresses;
    return { ...harness, cloud, handle, ips, first, second };
  }

  test('are never none: the last one is kept, and a swap adds before it removes', async () => {
    const { handle, ips, first, second, close } = await stand();
    await expect(handle.addresses.detach(first)).rejects.toMatchObject({
      code: 'failed-precondition',
      remedy: expect.stringMatching(/attach another/),
    });
    await handle.addresses.swap(first, second);
    expect(await ips()).toEqual([second]);
    await close();
  });

  test('are four at most', async () => {
    const { handle, addresses, ips, requests, close } = await stand();
    for (const ip of addresses.slice(1, 4)) await handle.addresses.attach(ip);
    expect(await ips()).toHaveLength(4);
    const before = requests();
    const fifth = handle.addresses.attach(addresses[4] ?? '');
    await expect(fifth).rejects.toMatchObject({ code: 'quota-exceeded', remedy: 'detach one first' });
    expect(requests() - before).toBe(1);
    await close();
  });

  test('are known by their allocation id too, and tell what they are paid by', async () => {
    const { cloud, handle, network, close } = await stand();
    const bought = await cloud.addresses.allocate({ network: network.vpc, bandwidthMbps: 20 });
    expect(bought).toMatchObject({ use: 'idle', bandwidthMbps: 20, state: 'available' });
    const attached = await handle.addresses.attach(bought.id ?? '');
    expect(attached).toMatchObject({ ip: bought.ip, id: bought.id, use: 'snat', bandwidthMbps: 20 });
    await handle.addresses.detach(bought.id ?? '');
    await cloud.addresses.release(bought.id ?? '');
    await expect(cloud.addresses.release(bought.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect((await cloud.addresses.list().toArray()).map(({ ip }) => ip)).not.toContain(bought.ip);
    await close();
  });

  test('of another VPC are refused by the cloud', async () => {
    const { cloud, handle, driver, clock, close } = await stand();
    const networks = await cloud.networks.list().toArray();
    const other = networks.find(({ id }) => id !== handle.ref.network);
    const elsewhere = createNat({ legacy: driver }, { clock }).use('legacy');
    const { ip } = await elsewhere.addresses.allocate({ network: other?.id ?? '' });
    await expect(handle.addresses.attach(ip)).rejects.toMatchObject({ code: 'invalid-argument' });
    await close();
  });

  test('come and go once, though every answer is lost', async () => {
    const { handle, ips, first, second, loseNextReply, close } = await stand();
    await loseNextReply('addresses.attach');
    await handle.addresses.attach(second);
    expect(await ips()).toEqual([first, second]);
    await loseNextReply('addresses.detach');
    await handle.addresses.detach(first);
    expect(await ips()).toEqual([second]);
    await close();
  });
});

/** Free and metered by traffic, as an order without wishes makes it. */
const free = { eip: '1.1.1.1', status: 4, natUid: '', payMode: 'flow', bandwidth: 0 };
const eip = (eipId: string, more = {}) => ({ ...answers.eipV2, ...free, eipId, ...more });
const list = (...ids: string[]) =>
  v2({ data: { eipSet: ids.map((eipId) => eip(eipId)) }, totalCount: ids.length });

describe('a new address', () => {
  test.each([
    [{}, { payMode: 'flow' }],
    [{ meteredBy: 'traffic' }, { payMode: 'flow' }],
    [{ bandwidthMbps: 5 }, { payMode: 'bandwidth', bandwidth: '5' }],
  ] as const)('asked for as %j is ordered as %j', async (spec, payment) => {
    const { driver, sender, call } = scene((request) =>
      actionOf(request) === 'EipBmApply'
        ? v2({ data: { eipIds: ['eip-new'], requestId: 7 } })
        : list('eip-old'),
    );
    const receipt = await driver.addresses.allocate?.({ network: 'vpc-kd7d06of', ...spec }, call());
    expect(receipt).toMatchObject({ task: '7', subject: { id: 'eip-new' } });
    const [order] = sender.requests
      .filter((request) => actionOf(request) === 'EipBmApply')
      .map(ownParameters);
    expect(order).toEqual({ unVpcId: 'vpc-kd7d06of', goodsNum: '1', ...payment });
  });

  test.each([
    [{ name: 'office' }, 'unsupported', 'name'],
    [{ meteredBy: 'traffic', bandwidthMbps: 5 }, 'invalid-argument', 'bandwidthMbps'],
    [{ meteredBy: 'bandwidth' }, 'invalid-argument', 'bandwidthMbps'],
  ] as const)(
    'asked for as %j is refused as %s for its %s, before anything is sent',
    async (spec, code, field) => {
      const { driver, sender, call } = scene(() => 'lost');
      await expect(driver.addresses.allocate?.(spec, call())).rejects.toMatchObject({ code, field });
      expect(sender.requests).toEqual([]);
    },
  );

  test('belongs to the only VPC, and to none by guess', async () => {
    const vpcs =
      (count: number): Script =>
      (request) => {
        if (actionOf(request) === 'EipBmApply') return v2({ data: { eipIds: ['eip-new'] } });
        if (actionOf(request) === 'DescribeEipBm') return list();
        return v2({ data: [answers.vpcV2, { ...answers.vpcV2, unVpcId: 'vpc-2' }].slice(0, count) });
      };
    const one = scene(vpcs(1));
    await one.driver.addresses.allocate?.({}, one.call());
    expect(one.sender.requests.map(ownParameters).at(-1)).toMatchObject({ unVpcId: 'vpc-kd7d06of' });
    const two = scene(vpcs(2));
    await expect(two.driver.addresses.allocate?.({}, two.call())).rejects.toMatchObject({
      field: 'network',
      remedy: expect.stringContaining('vpc-2'),
    });
    const told = scene(vpcs(2), { vpc: 'vpc-2' });
    await told.driver.addresses.allocate?.({}, told.call());
    expect(told.sender.requests.map(ownParameters).at(-1)).toMatchObject({ unVpcId: 'vpc-2' });
  });

  test('whose answer was lost is the one that was not there before', async () => {
    let orders = 0;
    const { driver, call } = scene((request) => {
      if (actionOf(request) !== 'EipBmApply')
        return orders > 0 ? list('eip-old', 'eip-new') : list('eip-old');
      orders += 1;
      return 'lost';
    });
    const receipt = await driver.addresses.allocate?.({ network: 'vpc-kd7d06of' }, call());
    expect([receipt?.subject, orders]).toEqual([expect.objectContaining({ id: 'eip-new' }), 1]);
  });

  test('is not guessed when somebody else ordered one meanwhile', async () => {
    let orders = 0;
    const { driver, call } = scene((request) => {
      if (actionOf(request) !== 'EipBmApply') return orders > 0 ? list('eip-1', 'eip-2') : list();
      orders += 1;
      return 'lost';
    });
    const order = driver.addresses.allocate?.({ network: 'vpc-kd7d06of' }, call());
    await expect(order).rejects.toMatchObject({
      outcome: 'unknown',
      message: expect.stringMatching(/one of eip-1, eip-2/),
    });
    expect(orders).toBe(1);
  });

  test.each([
    ['serves a gateway already', { status: 2, natUid: 'nat-theirs' }],
    ['is paid by bandwidth', { payMode: 'bandwidth', bandwidth: 10 }],
  ])('is not the one that %s', async (_why, theirs) => {
    let orders = 0;
    const { driver, call } = scene((request) => {
      if (actionOf(request) !== 'EipBmApply') {
        const both = [eip('eip-theirs', theirs), eip('eip-ours')];
        return v2({ data: { eipSet: orders > 0 ? both : [] }, totalCount: orders > 0 ? 2 : 0 });
      }
      orders += 1;
      return 'lost';
    });
    const receipt = await driver.addresses.allocate?.({ network: 'vpc-kd7d06of' }, call());
    expect([receipt?.subject, orders]).toEqual([expect.objectContaining({ id: 'eip-ours' }), 1]);
  });
});

describe('keys that may not see addresses', () => {
  const script: Script = (request) => {
    if (actionOf(request) === 'DescribeEipBm') return refusal(4102, 'not allowed');
    if (actionOf(request) === 'CreateBmNatGateway') return v2({ data: { taskId: 1 } });
    return v2({ data: [answers.gatewayV2] });
  };

  test('list those of a gateway as the gateway tells them', async () => {
    const { driver, call } = scene(script);
    const { items } = await driver.addresses.list({ gateway: key.id }, undefined, call());
    expect(items.map(({ ip, gateway }) => [ip, gateway])).toEqual([['118.89.24.81', key.id]]);
  });

  test('still find the gateway an order has made', async () => {
    const { driver, sender, call } = scene(script);
    const order = {
      name: 'shop_1',
      network: { vpc: 'vpc-kd7d06of' },
      addresses: ['118.89.24.81'],
      billing: { mode: 'on-demand' } as const,
    };
    await driver.gateways.create(order, call());
    expect(sender.requests.map(actionOf)).not.toContain('CreateBmNatGateway');
  });
});
