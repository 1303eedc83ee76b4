import { createNat, type SnatSource } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, test } from 'vitest';
import { emulated } from './emulated.ts';
import answers from './fixtures/answers.json' with { type: 'json' };
import { key, type Script, scene, v2, v3 } from './scripted-sender.ts';
import { actionOf } from './wire-forms.ts';

async function stand(api: 'v2' | 'v3' = 'v2') {
  const harness = await emulated(api);
  const nat = createNat({ legacy: harness.driver }, { clock: harness.clock, random: seededRandom(3) });
  const { vpc, subnet = '', furtherSubnets = [] } = harness.network;
  const gateway = await nat.use('legacy').gateways.create({
    name: 'shop',
    network: { vpc },
    addresses: harness.addresses.slice(0, 1),
  });
  const handle = nat.use('legacy').gateway(gateway.ref);
  const writes = () =>
    harness.emulator.requests().filter(({ operation }) => /^(?!Describe).*Bind/.test(operation ?? '')).length;
  const ids = async () => (await handle.snat.list().toArray()).map(({ id }) => id);
  return { ...harness, handle, subnet, further: furtherSubnets[0] ?? '', vpc, writes, ids };
}

describe('a rule', () => {
  test('for several servers joins them in one request; they are told one by one', async () => {
    const { handle, subnet, ids, close } = await stand();
    const hosts = ['10.1.1.20', '10.1.1.21', '10.1.1.22'];
    const rule = await handle.snat.add({ source: { hosts, subnet } });
    expect(rule).toMatchObject({ id: `${subnet}/${hosts.join()}`, source: { hosts, subnet } });
    expect(await ids()).toEqual(hosts.map((ip) => `${subnet}/${ip}`));
    await handle.snat.remove(`${subnet}/10.1.1.21`);
    expect(await ids()).toEqual([`${subnet}/10.1.1.20`, `${subnet}/10.1.1.22`]);
    await handle.snat.remove(rule.id);
    expect(await ids()).toEqual([]);
    await close();
  });

  test('that stands already sends nothing, and a part that is missing is all that is sent', async () => {
    const { handle, subnet, ids, writes, close } = await stand();
    await handle.snat.add({ source: { hosts: ['10.1.1.20'], subnet } });
    const before = writes();
    await handle.snat.add({ source: { hosts: ['10.1.1.20'], subnet } });
    expect(writes()).toBe(before);
    await handle.snat.add({ source: { hosts: ['10.1.1.20', '10.1.1.21'], subnet } });
    expect(await ids()).toEqual([`${subnet}/10.1.1.20`, `${subnet}/10.1.1.21`]);
    await close();
  });

  test('for a subnet does not give way to its servers, nor they to it', async () => {
    const { handle, subnet, further, close } = await stand();
    await handle.snat.add({ source: { hosts: ['10.1.1.20'], subnet } });
    await expect(handle.snat.add({ source: { subnet } })).rejects.toMatchObject({
      code: 'already-exists',
      field: 'source',
      remedy: expect.stringMatching(/remove what stands/),
    });
    await handle.snat.add({ source: { subnet: further } });
    await expect(
      handle.snat.add({ source: { hosts: ['10.1.2.20'], subnet: further } }),
    ).rejects.toMatchObject({ code: 'already-exists' });
    await close();
  });

  test('for a subnet may repeat its block, and no other', async () => {
    const { handle, subnet, ids, network, close } = await stand();
    await expect(handle.snat.add({ source: { subnet, cidr: '10.1.1.0/25' } })).rejects.toMatchObject({
      code: 'unsupported',
      field: 'rule.source.cidr',
    });
    const rule = await handle.snat.add({ source: { subnet, cidr: network.cidr } });
    expect(rule.source).toEqual({ subnet });
    expect(await ids()).toEqual([subnet]);
    await close();
  });

  test('for a subnet of another gateway is a conflict', async () => {
    const { handle, driver, clock, subnet, vpc, addresses, close } = await stand();
    await handle.snat.add({ source: { subnet } });
    const nat = createNat({ legacy: driver }, { clock }).use('legacy');
    const other = await nat.gateways.create({
      name: 'other',
      network: { vpc },
      addresses: addresses.slice(1, 2),
    });
    await expect(nat.gateway(other.ref).snat.add({ source: { subnet } })).rejects.toMatchObject({
      code: 'conflict',
      provider: { code: '13012' },
    });
    await close();
  });

  test('for a server with an address of its own fails with its task', async () => {
    const { handle, subnet, emulator, close } = await stand();
    const operation = 'BindIpsToBmNatGateway';
    emulator.faults.append({ kind: 'failed', cloud: 'tencentBm', operation, count: 1 });
    await expect(handle.snat.add({ source: { hosts: ['10.1.1.20'], subnet } })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/task \d+ failed: subnet-\w+ has not joined gateway nat-/),
    });
    await close();
  });

  test('whose answer is lost is joined once, by whole subnets too', async () => {
    const { handle, subnet, loseNextReply, ids, close } = await stand('v3');
    await loseNextReply('snat.add');
    await handle.snat.add({ source: { subnet } });
    expect(await ids()).toEqual([subnet]);
    await loseNextReply('snat.remove');
    await handle.snat.remove(subnet);
    expect(await ids()).toEqual([]);
    await close();
  });

  test('goes with its gateway: removing it afterwards says so, unless it repeats a removal', async () => {
    const { handle, subnet, close } = await stand();
    await handle.snat.add({ source: { subnet } });
    await handle.delete();
    await expect(handle.snat.remove(subnet)).rejects.toMatchObject({ code: 'not-found' });
    await handle.snat.remove(subnet, { token: 'repeated' });
    await close();
  });

  test('is found by the id of the gateway alone', async () => {
    const { handle, driver, clock, subnet, close } = await stand();
    const short = createNat({ legacy: driver }, { clock }).use('legacy').gateway(handle.ref.id);
    expect((await short.snat.add({ source: { subnet } })).source).toEqual({ subnet });
    expect((await short.get()).ref.network).toBe(handle.ref.network);
    await short.snat.remove(subnet);
    await short.delete();
    await expect(short.get()).rejects.toMatchObject({ code: 'not-found' });
    await close();
  });
});

describe('a gateway that forwards by block', () => {
  test('takes no single servers', async () => {
    const { driver, sender, call } = scene(() => v2({ data: [{ ...answers.gatewayV2, forwardMode: 1 }] }));
    const source: SnatSource = { hosts: ['10.11.1.14'], subnet: 'subnet-8pca7qqf' };
    await expect(driver.snat.add(key, { source }, call())).rejects.toMatchObject({
      code: 'failed-precondition',
      field: 'source.hosts',
    });
    expect(sender.requests).toHaveLength(1);
  });
});

describe('version 3', () => {
  const script: Script = (request) =>
    actionOf(request) === 'DescribeNatSubnets'
      ? { body: answers.subnetsV3 }
      : v3({ TaskId: 1, Status: 2, NatGatewayInfoSet: [{ ...answers.gatewayV3, ForwardMode: 0 }] });
  const own = { ...key, id: answers.gatewayV3.NatId };
  const sent = (requests: Parameters<typeof actionOf>[0][]) => requests.map(actionOf);

  test('tells servers it does not name as one rule, which leaves with its subnet', async () => {
    const { driver, sender, call } = scene<'v3'>(script, { api: 'v3' });
    const { items } = await driver.snat.list(own, undefined, call());
    expect(items.map(({ id }) => id)).toEqual(['subnet-8pca7qqf', 'subnet-3ab4cd5e/hosts']);
    await driver.snat.remove(own, 'subnet-3ab4cd5e/hosts', call());
    expect(sent([...sender.requests]).at(-1)).toBe('UnbindSubnetsFromNatGateway');
  });

  test('adds and removes no single servers, since nobody could tell whether it happened', async () => {
    const { driver, sender, call } = scene<'v3'>(script, { api: 'v3' });
    const source: SnatSource = { hosts: ['10.11.2.14'], subnet: 'subnet-3ab4cd5e' };
    const refusal = { code: 'unsupported', remedy: expect.stringMatching(/api: 'v2'/) };
    await expect(driver.snat.add(own, { source }, call())).rejects.toMatchObject(refusal);
    const removal = driver.snat.remove(own, 'subnet-3ab4cd5e/10.11.2.14', call());
    await expect(removal).rejects.toMatchObject(refusal);
    expect(sent([...sender.requests])).toEqual(['DescribeNatSubnets']);
  });
});
