import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clouds, createNat, type Driver } from '@polynat/core';
import { type MemoryDriver, manualClock, memoryDriver } from '@polynat/testkit';
import { type InventoryOptions, takeInventory } from '../src/index.ts';

export type Aliases = 'north' | 'south';

/** Two clouds in memory, and a folder for snapshots of them. */
export class Scene {
  readonly clock = manualClock({ autoAdvance: true });
  readonly folder = mkdtempSync(join(tmpdir(), 'polynat-snapshot-'));
  readonly drivers: Readonly<Record<Aliases, MemoryDriver>> = {
    north: memoryDriver({ clock: this.clock, region: 'north' }),
    south: memoryDriver({ clock: this.clock, region: 'south' }),
  };
  readonly clouds: Clouds = createNat(this.drivers, { clock: this.clock });

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  take(name: string, options: Partial<InventoryOptions> = {}, clouds = this.clouds) {
    return takeInventory(clouds, { file: this.path(name), clock: this.clock, ...options });
  }

  /** The same clouds, one of them with other answers. */
  with(alias: Aliases, change: (driver: MemoryDriver) => Partial<Driver>): Clouds {
    const driver = this.drivers[alias];
    const drivers: Readonly<Record<string, Driver>> = {
      ...this.drivers,
      [alias]: { ...driver, ...change(driver) },
    };
    return createNat(drivers, { clock: this.clock });
  }

  /** A gateway with one SNAT rule. */
  async create(alias: Aliases, name: string): Promise<string> {
    const cloud = this.clouds.cloud(alias);
    const [network] = await cloud.networks.list().take(1);
    const [subnet] = await cloud.networks.subnets(network?.id ?? '').take(1);
    const where = { vpc: network?.id ?? '', ...(subnet && { subnet: subnet.id }) };
    const gateway = await cloud.gateways.create({ name, network: where, size: { tier: 'small' } });
    await cloud.gateway(gateway.ref).snat.add({ source: { cidr: '10.0.1.0/24' }, through: 'new' });
    return `${gateway.ref}`;
  }
}
