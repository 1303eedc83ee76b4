import { createNat, GatewayRef } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import { emulated } from './emulated.ts';
import answers from './fixtures/answers.json' with { type: 'json' };
import { ownParameters } from './official-clients.ts';
import { key, type Reply, refusal, type Script, scene, v2 } from './scripted-sender.ts';
import { actionOf } from './wire-forms.ts';

const target = { connections: 3_000_000 };
const running = v2({ data: { status: 2 } });

/** A cloud with one gateway whose task answers these, one look after the other, the last of them for good. */
function cloud(polls: readonly Reply[], changed: boolean): Script {
  let looks = 0;
  return (request) => {
    const action = actionOf(request);
    if (action === 'UpgradeBmNatGateway') return v2({ data: { taskId: 9641 } });
    const over = looks >= polls.length;
    if (action === 'DescribeBmNatGateway')
      return v2({ data: [{ ...answers.gatewayV2, maxConcurrent: over && changed ? 3_000_000 : 1_000_000 }] });
    looks += 1;
    return polls[looks - 1] ?? polls.at(-1) ?? 'lost';
  };
}

function upgrade(script: Script) {
  const { driver, sender, clock } = scene(script);
  const nat = createNat({ legacy: driver }, { clock, random: seededRandom(2) });
  const handle = nat.use('legacy').gateway(new GatewayRef('legacy', key));
  return { handle, sender, sent: (action: string) => sent(sender.requests, action) };
}

const sent = (requests: readonly WireRequest[], action: string) =>
  requests.filter((request) => actionOf(request) === action);

describe('an upgrade', () => {
  test('is the call of its document, watched until the gateway shows the size', async () => {
    const { handle, sent } = upgrade(cloud([running, running, v2({ data: { status: 0 } })], true));
    expect((await handle.resize({ atLeast: { connections: 2_000_000 } })).size).toEqual(target);
    expect(sent('UpgradeBmNatGateway').map(ownParameters)).toEqual([
      { natId: 'nat-et8e970y', unVpcId: 'vpc-kd7d06of', maxConcurrent: '3000000' },
    ]);
    const [poll] = sent('QueryBmNatGatewayProductionStatus').map(ownParameters);
    expect(poll).toEqual({ taskId: '9641' });
    expect(sent('QueryBmNatGatewayProductionStatus')).toHaveLength(3);
  });

  test.each([
    [{ tier: 'small' }, 1_000_000],
    [{ tier: 'medium' }, 3_000_000],
    [{ tier: 'large' }, 10_000_000],
  ] as const)('to %j asks for %i connections', async (size, maxConcurrent) => {
    const { handle, sent } = upgrade((request) =>
      actionOf(request) === 'DescribeBmNatGateway'
        ? v2({ data: [{ ...answers.gatewayV2, maxConcurrent: 5 }] })
        : v2({ data: { taskId: 1 } }),
    );
    const operation = handle.resize(size);
    expect((await operation.accepted).task).toBe('1');
    expect(sent('UpgradeBmNatGateway').map(ownParameters)).toMatchObject([
      { maxConcurrent: `${maxConcurrent}` },
    ]);
  });

  test('to the size it has sends nothing', async () => {
    const { handle, sent } = upgrade(cloud([running], false));
    expect((await handle.resize({ connections: 1_000_000 })).size).toEqual({ connections: 1_000_000 });
    expect(sent('UpgradeBmNatGateway')).toEqual([]);
  });

  test.each([
    ['the older pages, in `result`', v2({ data: { result: 0 } })],
    ['text for numbers', { body: { code: '0', message: '', data: { status: '0' } } }],
    ['the page that calls success 1', v2({ data: { result: 1 } })],
    ['a list around the answer', v2({ data: [{ status: 0 }] })],
    ['a number nobody explains', v2({ data: { status: 7 } })],
    ['a task that is forgotten', refusal(10001, 'no such task', 'InvalidParameter')],
  ])('is done by what the gateway shows, with %s', async (_, poll) => {
    const { handle } = upgrade(cloud([running, poll], true));
    expect((await handle.resize(target)).size).toEqual(target);
  });

  test('whose task has failed fails with what was seen', async () => {
    const { handle, sent } = upgrade(cloud([running, v2({ data: { status: 1 } })], false));
    await expect(handle.resize(target)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(
        /task 9641 failed: gateway nat-et8e970y has {"connections":1000000} and is 1 created/,
      ),
      remedy: expect.stringMatching(/console/),
    });
    expect(sent('QueryBmNatGatewayProductionStatus')).toHaveLength(2);
  });

  test('whose task says success before the gateway shows it waits until it does', async () => {
    const done = v2({ data: { status: 0 } });
    const { handle, sent } = upgrade(cloud([done, done, done, done], true));
    expect((await handle.resize(target)).size).toEqual(target);
    expect(sent('QueryBmNatGatewayProductionStatus').length).toBeGreaterThanOrEqual(4);
  });

  test.each([
    [refusal(-3047, 'Invalid VPC', 'InvalidBmVpc.NotFound'), '-3047'],
    [refusal(13014, 'Invalid NAT', 'BmVpcNat.NotFound'), '13014'],
    [refusal('13014', 'Invalid NAT'), '13014'],
    [refusal(5100, '(13014)Invalid NAT gateway'), '13014'],
  ])('refused with %j is not-found, the code kept', async (reply, code) => {
    const { handle, sent } = upgrade((request) =>
      actionOf(request) === 'UpgradeBmNatGateway' ? reply : v2({ data: [answers.gatewayV2] }),
    );
    await expect(handle.resize(target)).rejects.toMatchObject({
      code: 'not-found',
      outcome: 'none',
      provider: { operation: 'UpgradeBmNatGateway', code },
    });
    expect(sent('UpgradeBmNatGateway')).toHaveLength(1);
  });

  test('that the cloud is too busy for is sent again once there is room', async () => {
    let tries = 0;
    const upgraded = cloud([v2({ data: { status: 0 } })], true);
    const { handle, sent } = upgrade((request, count) => {
      if (actionOf(request) !== 'UpgradeBmNatGateway') return upgraded(request, count);
      tries += 1;
      return tries < 3 ? refusal(5100, 'locked', 'ActionLocked') : upgraded(request, count);
    });
    expect((await handle.resize(target)).size).toEqual(target);
    expect(sent('UpgradeBmNatGateway')).toHaveLength(3);
  });

  test('whose answer was lost is not sent again while it may still show', async () => {
    const late = cloud(
      Array.from({ length: 6 }, () => running),
      true,
    );
    let looks = 0;
    const { handle, sent } = upgrade((request, count) => {
      const action = actionOf(request);
      if (action === 'UpgradeBmNatGateway') return 'lost';
      looks += 1;
      return looks > 8
        ? v2({ data: [{ ...answers.gatewayV2, maxConcurrent: 3_000_000 }] })
        : late(request, count);
    });
    expect((await handle.resize(target)).size).toEqual(target);
    expect(sent('UpgradeBmNatGateway')).toHaveLength(1);
  });

  test('that may have happened is never told as refused by a deadline', async () => {
    const { handle } = upgrade((request) =>
      actionOf(request) === 'UpgradeBmNatGateway' ? 'lost' : v2({ data: [answers.gatewayV2] }),
    );
    await expect(handle.resize(target, { within: 20_000 })).rejects.toMatchObject({ outcome: 'unknown' });
  });

  test('whose answer was lost and that never shows is told as unknown, not repeated without end', async () => {
    const { handle, sent } = upgrade((request) => {
      if (actionOf(request) !== 'UpgradeBmNatGateway') return v2({ data: [answers.gatewayV2] });
      return sent('UpgradeBmNatGateway').length === 1
        ? 'lost'
        : refusal(13015, 'no', 'BmVpcNat.EipLimitExceeded');
    });
    await expect(handle.resize(target)).rejects.toMatchObject({
      code: 'unavailable',
      outcome: 'unknown',
      message: expect.stringMatching(/answer was lost.*connections":1000000.*refused.*quota-exceeded/),
    });
    expect(sent('UpgradeBmNatGateway')).toHaveLength(2);
  });
});

describe.each(['v2', 'v3'] as const)('on an emulated cloud, over %s', (api) => {
  const operation = { v2: 'UpgradeBmNatGateway', v3: 'UpgradeNatGateway' }[api];

  async function stand() {
    const harness = await emulated(api);
    const nat = createNat({ legacy: harness.driver }, { clock: harness.clock, random: seededRandom(3) });
    const { vpc } = harness.network;
    const [ip = ''] = harness.addresses;
    const gateway = await nat
      .use('legacy')
      .gateways.create({ name: 'shop', network: { vpc }, addresses: [ip] });
    return { ...harness, gateway, handle: nat.use('legacy').gateway(gateway.ref) };
  }

  test('an upgrade whose task fails surfaces as failed, and the size stays', async () => {
    const { emulator, handle, close } = await stand();
    emulator.faults.append({ kind: 'failed', cloud: 'tencentBm', operation, count: 1 });
    await expect(handle.resize(target)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/task \d+ failed: gateway nat-\w+ has {"connections":1000000}/),
    });
    expect((await handle.get()).size).toEqual({ connections: 1_000_000 });
    await close();
  });

  test('an upgrade whose task is stuck ends at its deadline with what was seen', async () => {
    const { emulator, handle, close } = await stand();
    emulator.faults.append({ kind: 'stuck', cloud: 'tencentBm', operation, count: 1 });
    await expect(handle.resize(target, { within: 120_000 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/saw task \d+ running/),
    });
    await close();
  });
});
