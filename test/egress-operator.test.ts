import { describe, expect, it } from 'vitest';
import { type Egress, type EgressStatus, reconcile } from '../examples/egress-operator/src/operator.ts';
import { newGateway } from './faults/acts.ts';
import { onStage, type Stage, wires } from './faults/stage.ts';

/** The resources as the API server keeps them: they outlive the process. */
function resources(stage: Stage) {
  const known = new Map<string, Egress>();
  return {
    known,
    want: (uid: string, block: number) => {
      const [first, second] = stage.place.cidr.split('.');
      const source = { cidr: `${first}.${second}.${block}.0/28` };
      known.set(uid, { uid, namespace: 'shop', source });
    },
    remove: (uid: string) => {
      const egress = known.get(uid);
      if (egress) known.set(uid, { ...egress, deleted: true });
    },
    list: async () => [...known.values()],
    save: async (uid: string, status: EgressStatus | undefined) => {
      const egress = known.get(uid);
      if (egress && status) known.set(uid, { ...egress, status });
      else known.delete(uid);
    },
  };
}

const killed = new Error('killed');

describe.each(wires.filter((wire) => !wire.startsWith('tencent-bm')))('an egress operator on %s', (wire) => {
  it('gives each namespace one rule and one public IP, and takes them away, killed at every request', () =>
    onStage(wire, async (stage) => {
      const gateway = await newGateway(stage);
      const before = await stage.cloud.addresses.list().toArray();
      const store = resources(stage);
      const [block] = stage.place.cidr.split('.').slice(2).map(Number);
      store.want('a1b2c3d4-1', block ?? 0);
      const lives = () => killedAtEveryRequest(stage, gateway.ref, store);
      expect(await lives()).toBeGreaterThan(3);
      const [rule, ...others] = await gateway.snat.list().toArray();
      expect(others).toEqual([]);
      expect(rule?.through).toEqual(store.known.get('a1b2c3d4-1')?.status?.publicIps);
      expect(await stage.cloud.addresses.list().toArray()).toHaveLength(before.length + 1);
      store.remove('a1b2c3d4-1');
      expect(await lives()).toBeGreaterThan(3);
      expect(store.known.size).toBe(0);
      expect(await gateway.snat.list().toArray()).toEqual([]);
      expect(await stage.cloud.addresses.list().toArray()).toHaveLength(before.length);
    }));

  it('goes on when answers are lost and requests are throttled', () =>
    onStage(wire, async (stage) => {
      const gateway = await newGateway(stage);
      const store = resources(stage);
      const [block] = stage.place.cidr.split('.').slice(2).map(Number);
      store.want('a1b2c3d4-1', block ?? 0);
      stage.strike({ kind: 'throttle', operation: '*', count: 2 });
      stage.strike({ kind: 'reset-after', operation: '*', count: 3 });
      for (let round = 0; round < 5 && !store.known.get('a1b2c3d4-1')?.status; round += 1)
        await reconcile(stage.cloud, gateway, store);
      stage.emulator.faults.clear();
      expect(await reconcile(stage.cloud, gateway, store)).toEqual([]);
      expect(await gateway.snat.list().toArray()).toHaveLength(1);
    }));
});

/** Each life sends one request more than the one before, until one comes to the end of its work. Tells how many it took. */
async function killedAtEveryRequest(
  stage: Stage,
  ref: Parameters<Stage['nat']['gateway']>[0],
  store: ReturnType<typeof resources>,
): Promise<number> {
  for (let life = 1; life < 100; life += 1) {
    const nat = stage.elsewhere();
    let left = life;
    const beforeSend = () => {
      left -= 1;
      if (left < 0) throw killed;
    };
    const again = await reconcile(nat.cloud(wireOf(nat)), nat.gateway(ref), store, { beforeSend });
    if (again.length === 0) return life;
  }
  throw new Error('it never came to an end');
}

const wireOf = (nat: Stage['nat']): string => nat.aliases[0] ?? '';
