import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clouds } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, fileStore, memoryStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { planMigration, verifyGateways } from '@polynat/migrate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { carryOut, move, type Watching } from '../src/move.ts';

const seed = {
  alibaba: {
    gateways: [
      {
        region: 'cn-qingdao',
        name: 'shop',
        addresses: 2,
        snat: [{ name: 'web', addresses: [0], cidr: '10.1.0.0/20' }],
        forward: [
          { name: 'https', address: 1, externalPort: '443', internalIp: '10.1.0.10', internalPort: '8443' },
        ],
      },
    ],
  },
};

let emulator: Emulator;
let nat: Clouds;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polynat-move-'));
  emulator = await startEmulator({ speed: 0, seed });
  nat = await connect({ POLYNAT_EMULATOR: emulator.url });
});
afterEach(async () => {
  await nat.close();
  await emulator.close();
  rmSync(folder, { recursive: true });
});

async function aMove() {
  const [shop] = await nat.cloud('alibaba').gateways.list().take(1);
  const { vpcId } = emulator.connection().networks.baidu;
  const mapping = {
    network: { vpc: vpcId },
    size: { units: 1 },
    otherAddresses: 'allocate',
  };
  return { from: `${shop?.ref}`, to: 'baidu', mapping };
}

function watching(): Watching & { readonly said: string[]; readonly switched: string[] } {
  const said: string[] = [];
  const switched: string[] = [];
  const switchTraffic = async (changes: readonly string[]) => void switched.push(...changes);
  return { said, switched, say: (line) => void said.push(line), switchTraffic };
}

const bought = () =>
  emulator
    .requests()
    .filter(({ cloud, operation }) => cloud === 'baidu' && /^(CreateNat|CreateEip)$/.test(operation ?? ''));

it('moves a gateway: shows the plan, hands over, and the new one treats packets as the old one did', async () => {
  const wish = await aMove();
  const watcher = watching();
  const target = await move(nat, createEngine({ store: memoryStore() }), wish, watcher);
  expect(watcher.said[0]).toContain('create gateway "shop" on baidu');
  expect(watcher.switched).toHaveLength(2);
  const [before, after] = await Promise.all([
    nat.gateway(wish.from).addresses.list().toArray(),
    nat.gateway(target).addresses.list().toArray(),
  ]);
  expect(after).toHaveLength(before.length);
  const rules = await nat.gateway(target).dnat.list().toArray();
  expect(rules).toMatchObject([{ name: 'https', private: { address: '10.1.0.10' } }]);
});

it('goes on in another process after a stop, and buys nothing twice', async () => {
  const plan = await planMigration(nat, (await aMove()).from, await aMove());
  const dying = createEngine({ store: fileStore(folder) });
  const watcher = watching();
  const stopAfterPurchase = (line: string) => {
    if (line === 'done create-gateway') void dying.stop(plan.id);
  };
  await expect(carryOut(nat, dying, plan, { ...watcher, say: stopAfterPurchase })).rejects.toThrow(
    'suspended',
  );
  const paidFor = bought().length;
  await dying.close();

  const target = await carryOut(nat, createEngine({ store: fileStore(folder) }), plan, watcher);
  expect(bought()).toHaveLength(paidFor);
  expect(paidFor).toBe(3);
  const { ref, addresses } = await nat.gateway(target).get();
  expect(addresses).toHaveLength(2);
  expect(
    await verifyGateways(nat, plan.source.ref, ref, { addresses: await standIns(plan.source.ref, target) }),
  ).toEqual([]);
});

/** Which address of the new gateway stands for which of the old one, as its rules show. */
async function standIns(source: string, target: string): Promise<Record<string, string>> {
  const [from, to] = await Promise.all(
    [source, target].map(async (ref) => {
      const [[snat], [dnat]] = await Promise.all([
        nat.gateway(ref).snat.list().take(1),
        nat.gateway(ref).dnat.list().take(1),
      ]);
      return [snat?.through[0] ?? '', dnat?.public.address ?? ''];
    }),
  );
  return Object.fromEntries((from ?? []).map((ip, index) => [ip, to?.[index] ?? '']));
}
