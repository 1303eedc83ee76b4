import { type Cloud, type GatewaySpec, NatError, requireFeature, subnetUse } from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FourClouds, openFourClouds } from '../../sweeper/test/four-clouds.ts';
import { reconcile, remove, type Wanted } from '../src/reconcile.ts';

let clouds: FourClouds;
beforeAll(async () => {
  clouds = await openFourClouds();
});
afterAll(() => clouds.close());

const orders: Readonly<Record<string, string>> = {
  alibaba: 'CreateNatGateway',
  baidu: 'CreateNat',
  'tencent-bm': 'CreateBmNatGateway',
  'tencent-vpc': 'CreateNatGateway',
};

let owners = 0;

/** An owner of its own for each story, with the public IP that some clouds need from the start. */
async function wantedOn(cloud: Cloud): Promise<Wanted> {
  owners += 1;
  const [network] = await cloud.networks.list().take(1);
  const [subnet] = network ? await cloud.networks.subnets(network.id).take(1) : [];
  const vpc = network?.id ?? '';
  const facts = requireFeature(cloud.capabilities, 'gateways.create', cloud.alias);
  const place = { vpc, ...(subnet && subnetUse(facts, undefined) !== 'unused' && { subnet: subnet.id }) };
  const spec: GatewaySpec & { name: string } = { name: `egress_${owners}`, network: place };
  if (facts.addresses !== 'required') return { owner: `owner-${owners}`, spec };
  const { network: owned } = requireFeature(cloud.capabilities, 'addresses.allocate', cloud.alias);
  const { ip } = await cloud.addresses.allocate(owned ? { network: vpc } : {});
  return { owner: `owner-${owners}`, spec: { ...spec, addresses: [ip] } };
}

const namesOn = async (cloud: Cloud) => (await cloud.gateways.list().toArray()).map(({ name }) => name);

/** As a process that dies: from then on nothing leaves it. */
const dying = (isDead: () => boolean) => ({
  beforeSend: () => {
    if (isDead()) throw NatError.aborted(new Error('the process died'));
  },
});

describe.each(Object.keys(orders))('%s', (alias) => {
  it('has exactly one gateway, killed at whichever request', async () => {
    const cloud = clouds.nat.cloud(alias);
    let killed = true;
    for (let requests = 1; killed; requests += 1) {
      const wanted = await wantedOn(cloud);
      let sent = 0;
      const options = dying(() => {
        sent += 1;
        return sent > requests;
      });
      killed = NatError.is(await reconcile(cloud, wanted, options).catch(NatError.from));
      const gateway = await reconcile(cloud, wanted);
      expect(gateway).toMatchObject({ name: wanted.spec.name, state: 'available' });
      expect(await namesOn(cloud)).toEqual([wanted.spec.name]);
      await remove(cloud, wanted);
      await remove(cloud, wanted);
      expect(await namesOn(cloud)).toEqual([]);
    }
  });

  it('has exactly one gateway when the process dies with the answer to its order', async () => {
    const cloud = clouds.nat.cloud(alias);
    const { faults } = clouds.emulator;
    const wanted = await wantedOn(cloud);
    faults.append({ kind: 'reset-after', count: 1, operation: orders[alias] ?? '' });
    const options = dying(() => faults.list().length === 0);
    expect(NatError.is(await reconcile(cloud, wanted, options).catch(NatError.from))).toBe(true);
    await reconcile(cloud, wanted);
    expect(await namesOn(cloud)).toEqual([wanted.spec.name]);
    await remove(cloud, wanted);
  });

  it('names both when two bear the mark', async () => {
    const cloud = clouds.nat.cloud(alias);
    const [first, second] = [await wantedOn(cloud), await wantedOn(cloud)];
    const { name } = first.spec;
    const twin = { ...second, spec: { ...second.spec, name } };
    const tags = cloud.can('gateways.tags') ? { tags: { owner: first.owner } } : {};
    const one = await cloud.gateways.create({ ...first.spec, ...tags });
    const other = await cloud.gateways.create({ ...twin.spec, ...tags });
    await expect(reconcile(cloud, first)).rejects.toMatchObject({ code: 'conflict' });
    await expect(reconcile(cloud, first)).rejects.toThrow(`${one.ref}`);
    await expect(reconcile(cloud, first)).rejects.toThrow(`${other.ref}`);
    for (const { ref } of [one, other]) await cloud.gateway(ref).delete({ cascade: true });
  });
});

it('changes what somebody else has changed, and sends nothing when all is well', async () => {
  const cloud = clouds.nat.cloud('alibaba');
  const wanted = await wantedOn(cloud);
  const { ref } = await reconcile(cloud, wanted);
  await cloud.gateway(ref).rename('somebody_else');
  expect((await reconcile(cloud, wanted)).name).toBe(wanted.spec.name);
  clouds.emulator.clearRequests();
  await reconcile(cloud, wanted);
  const writes = clouds.emulator.requests().filter(({ operation }) => !operation.startsWith('Describe'));
  expect(writes).toEqual([]);
});
