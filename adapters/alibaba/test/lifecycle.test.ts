import { createNat, GatewayRef, type OperationEvent, prepaid } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal, scripted } from './scripted.ts';
import { openStage, type Stage } from './stage.ts';

const region = 'cn-qingdao';
let stage: Stage;

beforeEach(async () => {
  stage = await openStage(region, { seed: { alibaba: { addresses: [{ region, count: 3 }] } } });
});
afterEach(() => stage.close());

const open = () => createNat({ cloud: stage.driver() }, { clock: stage.clock, random: seededRandom(3) });
const ready = () => {
  const { vpcId: vpc, vSwitchId: subnet } = stage.emulator.connection().networks.alibaba;
  return { vpc, subnet };
};

async function normalGateway() {
  stage.emulator.seed({
    alibaba: {
      gateways: [{ region, natType: 'Normal', name: 'old', addresses: 1, snat: [{ cidr: '10.1.0.0/24' }] }],
    },
  });
  const nat = open();
  const [gateway] = await nat.use('cloud').gateways.list({ name: 'old' }).take(1);
  if (!gateway) throw new Error('the seed has planted no gateway');
  return { gateway, handle: nat.gateway(gateway.ref) };
}

describe('a conversion', () => {
  it('tells its steps by name and keeps the rules', async () => {
    const { handle } = await normalGateway();
    const steps: string[] = [];
    const converting = handle.convert({ subnet: ready().subnet });
    converting.onProgress((event: OperationEvent) => event.type === 'pending' && steps.push(event.step));
    expect(await converting).toMatchObject({
      generation: 'enhanced',
      state: 'available',
      placement: ready(),
    });
    expect([...new Set(steps)]).toEqual(expect.arrayContaining(['configure', 'activate']));
    expect(await handle.snat.list().toArray()).toHaveLength(1);
  });

  it('that fails says at which step, once it has been rolled back', async () => {
    const { handle } = await normalGateway();
    stage.emulator.faults.append({
      kind: 'failed',
      cloud: 'alibaba',
      operation: 'UpdateNatGatewayNatType',
      count: 1,
    });
    await expect(handle.convert({ subnet: ready().subnet })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringMatching(/rolled back/),
    });
    expect(await handle.get()).toMatchObject({ generation: 'normal', state: 'available' });
  });

  it('of a gateway that is Enhanced already settles at once', async () => {
    const nat = open();
    const { ref } = await nat.use('cloud').gateways.create({ name: 'new', network: ready() });
    const before = stage.emulator.requests().length;
    await nat.gateway(ref).convert({ subnet: ready().subnet });
    expect(
      stage.emulator
        .requests()
        .slice(before)
        .map(({ operation }) => operation),
    ).not.toContain('UpdateNatGatewayNatType');
  });

  it('is watched by the gateway alone where the service tells no steps any more', async () => {
    const gateway = (fields: object) => ({ body: { NatGateways: [{ NatGatewayId: 'ngw-1', ...fields }] } });
    const replies = [
      gateway({ Status: 'Converting', NatType: 'Normal' }),
      refusal(404, 'InvalidApi.NotFound'),
      gateway({ Status: 'Available', NatType: 'Enhanced' }),
    ];
    const { driver, call } = scripted((_, count) => replies[count - 1] ?? refusal(500, 'InternalError'));
    const receipt = { kind: 'gateway-converted', subject: { gateway: 'ngw-1' } };
    expect(await driver.poll(receipt, call())).toEqual({ type: 'pending', status: 'Converting' });
    expect(await driver.poll(receipt, call())).toMatchObject({
      type: 'done',
      value: { generation: 'enhanced' },
    });
  });
});

describe('a new gateway', () => {
  it('is protected from the start when asked for, even by a process that takes over', async () => {
    const creating = open()
      .use('cloud')
      .gateways.create({ name: 'guarded', network: ready(), protected: true });
    await creating.accepted;
    const resumed = await open().resume(JSON.parse(JSON.stringify(creating)));
    expect(resumed).toMatchObject({ name: 'guarded', protected: true, state: 'available' });
  });

  it('paid ahead is not paid for by itself', async () => {
    const created = await open()
      .use('cloud')
      .gateways.create({ name: 'ahead', network: ready(), billing: prepaid({ months: 1 }) });
    expect(created.billing).toMatchObject({ mode: 'prepaid', expires: expect.stringMatching(/T16:00:00Z$/) });
    expect(created.native).toMatchObject({ AutoPay: false });
  });

  it('paid ahead is not deleted, and the refusal tells until when it is paid', async () => {
    const nat = open();
    const { ref, billing } = await nat.use('cloud').gateways.create({
      name: 'ahead',
      network: ready(),
      billing: prepaid({ months: 1 }, { autoPay: true }),
    });
    const expires = billing.mode === 'prepaid' ? billing.expires : '';
    await expect(nat.gateway(ref).delete()).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining(expires ?? ''),
    });
  });

  it('cannot be renewed here, and the refusal tells where it can', async () => {
    const { handle } = await normalGateway();
    await expect(handle.renew({ months: 1 })).rejects.toMatchObject({
      code: 'unsupported',
      remedy: expect.stringContaining('RenewInstance'),
    });
  });
});

describe('a gateway paid by usage', () => {
  it('has the size it is asked to be changed to, and no other', async () => {
    const nat = open();
    const order = { name: 'metered', network: ready(), size: { metered: true } } as const;
    const { ref } = await nat.use('cloud').gateways.create(order);
    const handle = nat.gateway(ref);
    expect(await handle.resize({ metered: true })).toMatchObject({ size: { metered: true } });
    await expect(handle.resize({ tier: 'large' })).rejects.toMatchObject({
      code: 'unsupported',
      outcome: 'none',
      field: 'size',
    });
    const sent = stage.emulator.requests().map(({ operation }) => operation);
    expect(sent).not.toContain('ModifyNatGatewaySpec');
  });
});

describe('an SNAT rule', () => {
  async function withRule() {
    const nat = open();
    const { ref } = await nat.use('cloud').gateways.create({ name: 'egress', network: ready() });
    const handle = nat.gateway(ref);
    const [first, second] = await nat.use('cloud').addresses.list({ free: true }).toArray();
    for (const address of [first, second]) await handle.addresses.attach(address?.ip ?? '');
    const ips = [first?.ip ?? '', second?.ip ?? ''] as const;
    const rule = await handle.snat.add({
      source: { cidr: '10.1.0.0/29' },
      through: [ips[0]],
      name: 'office',
    });
    return { handle, rule, ips };
  }

  it('is given another address in place', async () => {
    const { handle, rule, ips } = await withRule();
    const changed = await handle.snat.replace(rule.id, { source: rule.source, through: [ips[1]] });
    expect(changed).toMatchObject({ id: rule.id, through: [ips[1]], name: 'office' });
  });

  it('is given another source by a new rule that stands before the old one goes', async () => {
    const { handle, rule, ips } = await withRule();
    const changed = await handle.snat.replace(rule.id, {
      source: { cidr: '10.1.0.8/29' },
      through: [ips[0]],
    });
    expect(changed.id).not.toBe(rule.id);
    expect(changed.name).toBe('office');
    expect((await handle.snat.list().toArray()).map(({ id }) => id)).toEqual([changed.id]);
    const order = stage.emulator
      .requests()
      .map(({ operation }) => operation)
      .filter((name) => /^(Create|Delete)SnatEntry/.test(name));
    expect(order.at(-1)).toBe('DeleteSnatEntry');
  });

  it('is gone with its gateway, and removing it then says so', async () => {
    const { handle, rule } = await withRule();
    await handle.delete({ cascade: true });
    await expect(open().gateway(handle.ref).snat.remove(rule.id)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(open().gateway(handle.ref).dnat.remove('fwd-1')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('that is gone cannot be replaced', async () => {
    const { handle, rule } = await withRule();
    await handle.snat.remove(rule.id);
    await expect(handle.snat.replace(rule.id, { source: rule.source })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

it('shows a gateway that stands in another region as one that does not exist here', async () => {
  const ref = new GatewayRef('cloud', { region, id: 'ngw-elsewhere' });
  await expect(open().gateway(ref).get()).rejects.toMatchObject({ code: 'not-found' });
});
