import { createNat } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { createMigrations } from '@polynat/migrate';
import { manualClock, memoryDriver, seededRandom } from '@polynat/testkit';
import { createFleetMoves, createFleetRuns } from '../src/index.ts';

/** Two clouds in memory, and an engine whose journal they share. */
export async function setScene() {
  const clock = manualClock({ autoAdvance: true });
  const random = seededRandom(3);
  const [north, south] = [memoryDriver({ clock, region: 'north' }), memoryDriver({ clock, region: 'south' })];
  const clouds = createNat({ north, south }, { clock, random });
  const create = async (alias: 'north' | 'south', name: string, months?: number, tags = {}) => {
    const [network] = await clouds.use(alias).networks.list().take(1);
    if (!network) throw new Error('no network');
    const [subnet] = await clouds.use(alias).networks.subnets(network.id).take(1);
    const where = { vpc: network.id, ...(subnet && { subnet: subnet.id }) };
    const billing =
      months === undefined ? undefined : ({ mode: 'prepaid', term: { months }, autoPay: true } as const);
    return clouds
      .use(alias)
      .gateways.create({ name, network: where, size: { tier: 'small' }, tags, ...(billing && { billing }) });
  };
  const store = memoryStore();
  /** What another process has: an engine of its own on the same journals. */
  const open = ({ share = false } = {}) => {
    const engine = createEngine({ store, clock, random });
    const migrations = createMigrations({ nat: clouds, engine, clock });
    const moves = createFleetMoves({ clouds, engine, migrations, clock, share });
    return { engine, migrations, moves, runs: createFleetRuns({ clouds, engine, clock, share }) };
  };
  return { clock, clouds, north, south, create, store, open, ...open() };
}
