import type { Driver } from '@polynat/core';
import { DRIVER, type DriverFactory, driverModule, NAT, natModule } from '@polynat/inversify';
import { Container } from 'inversify';
import { credentialsOf } from './credentials.ts';
import type { FoundCloud } from './discovery.ts';
import { UsageError } from './failures.ts';
import type { Io } from './io.ts';
import type { Composition } from './session.ts';

/** The composition root: the clouds that were found become drivers in a container, each adapter loaded only when it is used. */
export async function compose(found: readonly FoundCloud[], io: Io): Promise<Composition> {
  const container = new Container();
  const modules = await Promise.all(
    found.map(async (cloud) => driverModule(cloud.alias, await factoryFor(cloud, io))),
  );
  await container.load(natModule(), ...modules);
  return {
    clouds: container.get(NAT),
    driver: (alias) => driverOf(container, alias),
    close: () => container.unbindAsync(NAT),
  };
}

function driverOf(container: Container, alias: string): Driver {
  const drivers = container.getAll(DRIVER);
  const found = drivers.find((named) => named.alias === alias);
  if (found) return found.driver;
  throw new UsageError(
    `there is no cloud "${alias}"`,
    `use one of: ${drivers.map((named) => named.alias).join(', ')}`,
  );
}

type Loader = (cloud: FoundCloud, io: Io) => Promise<DriverFactory>;

const loaders: Readonly<Record<FoundCloud['cloud'], Loader>> = {
  alibaba: async (cloud, io) => {
    const { alibaba } = await import('@polynat/alibaba');
    const credentials = credentialsOf<AlibabaKeys>(cloud, io);
    return (runtime) => alibaba({ region: cloud.region, credentials, ...endpointOf(cloud), ...runtime });
  },
  baidu: async (cloud, io) => {
    const { baidu } = await import('@polynat/baidu');
    const credentials = credentialsOf<BaiduKeys>(cloud, io);
    return (runtime) => baidu({ region: cloud.region, credentials, ...endpointOf(cloud), ...runtime });
  },
  'tencent-bm': async (cloud, io) => {
    const { tencentBm } = await import('@polynat/tencent-bm');
    const credentials = credentialsOf<TencentKeys>(cloud, io);
    const api = cloud.api === undefined ? {} : { api: cloud.api };
    return (runtime) =>
      tencentBm({ region: cloud.region, credentials, ...endpointOf(cloud), ...api, ...runtime });
  },
};

interface AlibabaKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

interface BaiduKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface TencentKeys {
  readonly secretId: string;
  readonly secretKey: string;
}

const factoryFor: Loader = (cloud, io) => loaders[cloud.cloud](cloud, io);

const endpointOf = ({ endpoint }: FoundCloud) => (endpoint === undefined ? {} : { endpoint });
