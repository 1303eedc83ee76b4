import { type CloudOptions, cloudFactory } from '@polynat/adapter-kit';
import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Nat, systemClock } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import {
  CLOCK,
  cloudModule,
  configuredModules,
  driverModule,
  NAT,
  natModule,
  SENDER,
  TRACE,
} from '@polynat/inversify';
import { tencentBm } from '@polynat/tencent-bm';
import { memoryDriver } from '@polynat/testkit';
import { leanSender, type Sender } from '@polynat/transport';
import { Container } from 'inversify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A cloud of the application's own, of which only the region can be set. */
const create = ({ region, clock, random }: CloudOptions) =>
  memoryDriver({ region, ...(clock && { clock }), ...(random && { random }) });
const memory = cloudFactory(
  {
    kind: 'memory',
    title: 'In memory',
    settings: {
      region: { example: 'local', pattern: /^[a-z]+$/, must: 'must name a region', variables: [] },
      endpoint: { example: 'http://127.0.0.1:8080' },
      own: {},
    },
    credentials: { fields: {}, variables: [{}] },
    load: async () => create,
  },
  create,
);

/** What an application that supports all clouds has on board. */
const known = [alibaba, baidu, tencentBm, memory];

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

function configuration() {
  const { credentials, networks, url: endpoint } = emulator.connection();
  const { alibaba, baidu, tencentBm } = networks;
  const bareMetal = { cloud: 'tencent-bm', region: tencentBm.region, credentials: credentials.tencentBm };
  return {
    clouds: {
      shop: { cloud: 'alibaba', region: alibaba.regionId, credentials: credentials.alibaba, endpoint },
      search: { cloud: 'baidu', region: baidu.region, credentials: credentials.baidu, endpoint },
      legacy: { ...bareMetal, endpoint },
      archive: { ...bareMetal, endpoint, api: 'v3' },
      test: { cloud: 'memory', region: 'local' },
    },
  };
}

const load = (settings: unknown): Container => {
  const container = new Container();
  container.load(...configuredModules(settings, known));
  return container;
};

async function vpcsOf(nat: Nat): Promise<Readonly<Record<string, boolean>>> {
  const found = nat.aliases.map(async (alias) => {
    const networks = await nat.cloud(alias).networks.list().toArray();
    return [alias, networks.length > 0] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** Counts what passes and whether it was closed. */
function watched(): Sender & { sent: number; closed: number } {
  const line = leanSender();
  return {
    sent: 0,
    closed: 0,
    send(request, options) {
      this.sent += 1;
      return line.send(request, options);
    },
    async close() {
      this.closed += 1;
      await line.close();
    },
  };
}

describe('a configuration', () => {
  it('brings every cloud it names into one Nat, each reached over its own wire', async () => {
    const nat = load(configuration()).get(NAT);
    expect(await vpcsOf(nat)).toEqual({ shop: true, search: true, legacy: true, archive: true, test: true });
    const callers = new Set(emulator.requests().map(({ cloud }) => cloud));
    expect(callers).toEqual(new Set(['alibaba', 'baidu', 'tencentBm']));
    await nat.close();
  });

  it('chooses the adapter by kind, with the facts of the version it names', () => {
    const nat = load(configuration()).get(NAT);
    const facts = nat.aliases.map((alias) => {
      const cloud = nat.cloud(alias);
      return [alias, cloud.can('dnat.rules'), cloud.can('billing.renew'), cloud.can('gateways.rename')];
    });
    expect(facts).toEqual([
      ['shop', true, false, true],
      ['search', true, true, true],
      ['legacy', false, false, true],
      ['archive', false, false, false],
      ['test', true, true, true],
    ]);
  });

  it('may name one cloud only; nothing of the others is made', async () => {
    const { search } = configuration().clouds;
    const nat = load({ clouds: { search } }).get(NAT);
    expect(nat.aliases).toEqual(['search']);
    expect(() => nat.use('shop')).toThrow(/there is no cloud "shop"/);
    await nat.close();
  });

  it.each([
    ['shop', { region: 'nowhere at all' }, 'clouds.shop.region'],
    ['search', { region: 'cn-bj' }, 'clouds.search.region'],
    ['legacy', { api: 'v4' }, 'clouds.legacy.api'],
    ['shop', { endpoint: 'nowhere' }, 'clouds.shop.endpoint'],
    ['search', { endpoint: 'nowhere' }, 'clouds.search.endpoint'],
    ['legacy', { endpoint: 'nowhere' }, 'clouds.legacy.endpoint'],
    ['test', { cloud: 'aws' }, 'clouds.test.cloud'],
  ] as const)('with a mistake in %s is refused with its place: %j', (alias, mistake, field) => {
    const { clouds } = configuration();
    const settings = { clouds: { ...clouds, [alias]: { ...clouds[alias], ...mistake } } };
    expect(() => load(settings)).toThrow(expect.objectContaining({ code: 'invalid-argument', field }));
  });

  it.each(['shop', 'search', 'legacy'] as const)('with a misspelt setting in %s is refused', (alias) => {
    const { clouds } = configuration();
    const settings = { clouds: { ...clouds, [alias]: { ...clouds[alias], regoin: 'x' } } };
    expect(() => load(settings)).toThrow(/regoin/);
  });

  it.each(['shop', 'search', 'legacy'] as const)('shows no key of %s when it is refused', (alias) => {
    const { clouds } = configuration();
    const { credentials } = clouds[alias];
    const settings = { clouds: { [alias]: { ...clouds[alias], credentials: { ...credentials, more: 1 } } } };
    const told = failureOf(() => load(settings));
    for (const secret of Object.values(credentials)) expect(told).not.toContain(secret);
    expect(told).toContain(`clouds.${alias}.credentials`);
  });
});

const failureOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return String(thrown);
  }
  throw new Error('a failure was expected');
};

describe('the seams of a container', () => {
  it('reach every adapter: one sender, one clock and one trace for all clouds', async () => {
    const sender = watched();
    const traced = new Set<string>();
    const container = load(configuration());
    container.bind(SENDER).toConstantValue(sender);
    container.bind(TRACE).toConstantValue(({ cloud }) => traced.add(cloud));
    let asked = 0;
    const now = () => {
      asked += 1;
      return systemClock.now();
    };
    container.bind(CLOCK).toConstantValue({ now, sleep: systemClock.sleep });
    await vpcsOf(container.get(NAT));
    expect(asked).toBeGreaterThan(0);
    expect(traced).toEqual(new Set(['alibaba', 'baidu', 'tencent-bm']));
    expect(sender.sent).toBeGreaterThanOrEqual(4);
    await sender.close();
  });

  it('leave a sender that the application bound to the application', async () => {
    const sender = watched();
    const container = load(configuration());
    container.bind(SENDER).toConstantValue(sender);
    await vpcsOf(container.get(NAT));
    await container.unbindAsync(NAT);
    expect(sender.closed).toBe(0);
    await sender.close();
  });

  it('close the connections that the adapters opened themselves', async () => {
    const container = load(configuration());
    const nat = container.get(NAT);
    await vpcsOf(nat);
    await container.unbindAllAsync();
    const calls = ['shop', 'search', 'legacy', 'archive'].map((alias) =>
      nat.cloud(alias).networks.list().toArray(),
    );
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(ends.map(() => 'rejected'));
  });
});

it('modules written by hand bring the same clouds as a configuration', async () => {
  const { shop, search, legacy } = configuration().clouds;
  const plain = <S extends { cloud: string }>({ cloud, ...settings }: S) => settings;
  const container = new Container();
  container.load(
    natModule(),
    cloudModule('shop', alibaba, plain(shop)),
    cloudModule('search', baidu, plain(search)),
    cloudModule('legacy', tencentBm, plain(legacy)),
    driverModule('test', (runtime) => memoryDriver(runtime)),
  );
  const nat = container.get(NAT);
  expect(await vpcsOf(nat)).toEqual({ shop: true, search: true, legacy: true, test: true });
  await container.unbindAllAsync();
});
