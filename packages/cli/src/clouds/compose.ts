import type { Clouds, Driver } from '@polynat/core';
import { DRIVER, type DriverFactory, driverModule, NAT, natModule, SENDER } from '@polynat/inversify';
import { leanSender } from '@polynat/transport';
import { Container } from 'inversify';
import { UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { credentialsOf, keySchemas } from './credentials.ts';
import type { FoundCloud } from './found-cloud.ts';

export interface Composition {
  readonly clouds: Clouds;
  driver(alias: string): Driver;
  close(): Promise<void>;
}

/**
 * The composition root: the clouds that were found become drivers in a container, each adapter loaded only when it is used. They
 * share the sender that needs no library of its own, since a command makes few calls and its user waits for the first one.
 */
export async function compose(found: readonly FoundCloud[], io: Io): Promise<Composition> {
  const container = new Container();
  const sender = leanSender();
  container.bind(SENDER).toConstantValue(sender);
  const modules = found.map(async (cloud) => driverModule(cloud.alias, await factoryFor(cloud, io)));
  await container.load(natModule(), ...(await Promise.all(modules)));
  return {
    clouds: container.get(NAT),
    driver: (alias) => driverOf(container, alias),
    async close() {
      await container.unbindAsync(NAT);
      await sender.close();
    },
  };
}

function driverOf(container: Container, alias: string): Driver {
  const named = container.getAll(DRIVER).find((one) => one.alias === alias);
  if (named) return named.driver;
  throw new UsageError(`there is no cloud "${alias}"`, 'see those there are with `polynat clouds`');
}

type Loader = (cloud: FoundCloud, io: Io) => Promise<DriverFactory>;

const loaders: Readonly<Record<FoundCloud['cloud'], Loader>> = {
  alibaba: async (cloud, io) => {
    const { alibaba } = await import('@polynat/alibaba');
    const credentials = credentialsOf(cloud, keySchemas.alibaba, io);
    return (runtime) => alibaba({ ...placeOf(cloud), credentials, ...runtime });
  },
  baidu: async (cloud, io) => {
    const { baidu } = await import('@polynat/baidu');
    const credentials = credentialsOf(cloud, keySchemas.baidu, io);
    return (runtime) => baidu({ ...placeOf(cloud), credentials, ...runtime });
  },
  'tencent-bm': async (cloud, io) => {
    const { tencentBm } = await import('@polynat/tencent-bm');
    const credentials = credentialsOf(cloud, keySchemas['tencent-bm'], io);
    const generation = cloud.api === undefined ? {} : { api: cloud.api };
    return (runtime) => tencentBm({ ...placeOf(cloud), ...generation, credentials, ...runtime });
  },
};

const factoryFor: Loader = (cloud, io) => loaders[cloud.cloud](cloud, io);

const placeOf = ({ region, endpoint }: FoundCloud) => ({
  region,
  ...(endpoint !== undefined && { endpoint }),
});
