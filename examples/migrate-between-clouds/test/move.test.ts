import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clouds } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, fileStore, memoryStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { type AddressPair, verifyGateways } from '@polynat/migrate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { move, type Watching } from '../src/move.ts';
import { planKeptIn } from '../src/plan-file.ts';

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
  baidu: { vpcs: [{ name: 'shop', cidr: '10.1.0.0/16' }] },
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

/** What a person does before anything is moved: decide, and read the plan. */
async function aPlan() {
  const [shop] = await nat.cloud('alibaba').gateways.list().take(1);
  const vpc = await nat
    .cloud('baidu')
    .networks.list()
    .find(({ name }) => name === 'shop');
  const mappingFile = join(folder, 'mapping.yaml');
  writeFileSync(mappingFile, `network: { vpc: ${vpc?.id} }\nsize: { units: 1 }\notherAddresses: allocate\n`);
  return planKeptIn(join(folder, 'plan.json'), nat, { from: `${shop?.ref}`, to: 'baidu', mappingFile });
}

function watching(): Watching & { readonly said: string[]; readonly switched: AddressPair[] } {
  const said: string[] = [];
  const switched: AddressPair[] = [];
  const switchTraffic = async (pairs: readonly AddressPair[]) => {
    switched.push(...pairs);
    return 'ops';
  };
  return { said, switched, say: (line) => void said.push(line), switchTraffic };
}

const bought = () =>
  emulator
    .requests()
    .filter(({ cloud, operation }) => cloud === 'baidu' && /^(CreateNat|CreateEip)$/.test(operation ?? ''));

it('moves a gateway, hands over, and the new one treats packets as the old one did', async () => {
  const plan = await aPlan();
  const watcher = watching();
  const { ref, addresses } = await move(nat, createEngine({ store: memoryStore() }), plan, watcher);
  expect(watcher.switched).toHaveLength(2);
  expect(await nat.gateway(ref).dnat.list().toArray()).toMatchObject([
    { name: 'https', private: { address: '10.1.0.10' } },
  ]);
  expect(await verifyGateways(nat, plan.source.ref ?? '', ref, { addresses })).toEqual([]);
});

it('goes on in another process after a stop, and buys nothing twice', async () => {
  const dying = createEngine({ store: fileStore(folder) });
  const plan = await aPlan();
  const stopAfterPurchase = (line: string) => {
    if (line === 'done create-gateway') void dying.stop(plan.id);
  };
  await expect(move(nat, dying, plan, { ...watching(), say: stopAfterPurchase })).rejects.toThrow(
    'suspended',
  );
  const paidFor = bought().length;
  await dying.close();

  const { ref } = await move(nat, createEngine({ store: fileStore(folder) }), await aPlan(), watching());
  expect(paidFor).toBe(3);
  expect(bought()).toHaveLength(paidFor);
  expect((await nat.gateway(ref).get()).addresses).toHaveLength(2);
  expect(await nat.gateway(ref).snat.list().toArray()).toHaveLength(1);
});
