import type { DriverRuntime } from '@polynat/adapter-kit';
import { type Clouds, createNat, NatError } from '@polynat/core';
import { manualClock, memoryDriver, recordingSender, seededRandom } from '@polynat/testkit';
import { Container } from 'inversify';
import { describe, expect, it } from 'vitest';
import { CLOCK, DRIVER, driverModule, NAT, natModule, RANDOM, SENDER, TRACE, token } from '../src/index.ts';

const network = { vpc: 'vpc-main' };

function containerWith(...aliases: readonly string[]) {
  const container = new Container();
  const modules = aliases.map((alias) => driverModule(alias, (runtime) => memoryDriver(runtime)));
  container.load(natModule(), ...modules);
  return container;
}

describe('token', () => {
  it('is the same for the same name, even from another copy of the package', () => {
    expect(token<string>('egress')).toBe(Symbol.for('@polynat/egress'));
  });
});

describe('natModule', () => {
  it('makes one Nat of every driver that was loaded', async () => {
    const nat = containerWith('shop', 'search').get(NAT);
    expect(nat.aliases).toEqual(['shop', 'search']);
    const { ref } = await nat.use('search').gateways.create({ network });
    expect(`${ref}`).toMatch(/^search:local\//);
  });

  it('makes it once', () => {
    const container = containerWith('shop');
    expect(container.get(NAT)).toBe(container.get(NAT));
  });

  it('says what to do when no driver was loaded', () => {
    expect(() => containerWith().get(NAT)).toThrow(/\[failed-precondition] the container has no cloud/);
  });

  it('refuses two clouds of one alias', () => {
    expect(() => containerWith('shop', 'shop').get(NAT)).toThrow(/two clouds are called "shop"/);
  });

  it('closes every driver when it is unbound', async () => {
    const closed: string[] = [];
    const container = new Container();
    const watched = (alias: string) =>
      driverModule(alias, () => ({
        ...memoryDriver(),
        close: async () => {
          closed.push(alias);
        },
      }));
    container.load(natModule(), watched('shop'), watched('search'));
    container.get(NAT);
    await container.unbindAllAsync();
    expect(closed).toEqual(['shop', 'search']);
  });

  it('makes nothing just to close it', async () => {
    let made = 0;
    const container = new Container();
    container.load(
      natModule(),
      driverModule('shop', () => {
        made += 1;
        return memoryDriver();
      }),
    );
    await container.unbindAllAsync();
    expect(made).toBe(0);
  });

  it('waits on the clock of the container', async () => {
    const clock = manualClock({ autoAdvance: true });
    const container = new Container();
    container.bind(CLOCK).toConstantValue(clock);
    container.bind(RANDOM).toConstantValue(seededRandom(1));
    container.load(
      natModule(),
      driverModule('shop', (runtime) => memoryDriver({ ...runtime, takes: 60_000 })),
    );
    const began = clock.now();
    await container.get(NAT).use('shop').gateways.create({ network });
    expect(clock.now() - began).toBeGreaterThanOrEqual(60_000);
  });
});

describe('driverModule', () => {
  const runtimeIn = (prepare: (container: Container) => void): DriverRuntime => {
    let seen: DriverRuntime = {};
    const container = new Container();
    prepare(container);
    container.load(
      driverModule('shop', (runtime) => {
        seen = runtime;
        return memoryDriver();
      }),
    );
    expect(container.get(DRIVER).alias).toBe('shop');
    return seen;
  };

  it('hands over what the container replaces', () => {
    const [clock, sender, random] = [manualClock(), recordingSender(), seededRandom(1)];
    const trace = () => undefined;
    const runtime = runtimeIn((container) => {
      container.bind(CLOCK).toConstantValue(clock);
      container.bind(RANDOM).toConstantValue(random);
      container.bind(SENDER).toConstantValue(sender);
      container.bind(TRACE).toConstantValue(trace);
    });
    expect(runtime).toEqual({ clock, random, sender, trace });
  });

  it('leaves out what nobody replaced, so that the adapter’s defaults stand', () => {
    expect(Object.keys(runtimeIn(() => undefined))).toEqual([]);
  });

  it('makes its driver once, and only when somebody asks', () => {
    let made = 0;
    const container = new Container();
    container.load(
      driverModule('shop', () => {
        made += 1;
        return memoryDriver();
      }),
    );
    expect(made).toBe(0);
    expect(container.get(DRIVER)).toBe(container.get(DRIVER));
    expect(made).toBe(1);
  });
});

describe('a class of the application', () => {
  it('gets the same Nat whether a container or plain code makes it', async () => {
    class Egress {
      readonly #nat: Clouds;
      constructor(nat: Clouds) {
        this.#nat = nat;
      }
      count = async () => (await this.#nat.gateways.list().toArray()).length;
    }
    const container = containerWith('shop');
    const egress = token<Egress>('test/egress');
    container.bind(egress).toResolvedValue((nat) => new Egress(nat), [NAT]);
    expect(await container.get(egress).count()).toBe(0);
    expect(await new Egress(createNat({ shop: memoryDriver() })).count()).toBe(0);
  });

  it('that asks for a cloud nobody loaded hears which there are', () => {
    const nat = containerWith('shop', 'search').get(NAT);
    const error = (() => {
      try {
        return nat.use('legacy');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(NatError.is(error, 'invalid-argument') && error.remedy).toBe('use one of: shop, search');
  });
});
