import type { Clouds, Driver } from '@polynat/core';
import {
  DRIVER,
  driverModule,
  LEDGER,
  NAT,
  natModule,
  RATE_LIMITER,
  SENDER,
  TRACE,
} from '@polynat/inversify';
import { leanSender, type RateLimiter, type Trace } from '@polynat/transport';
import { Container, type ContainerModule } from 'inversify';
import { UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { settingsOf } from './credentials.ts';
import { fileLedger } from './file-ledger.ts';
import type { FoundCloud } from './found-cloud.ts';

export interface Composition {
  readonly clouds: Clouds;
  driver(alias: string): Driver;
  close(): Promise<void>;
}

/** What the command adds to the clouds. */
interface Seams {
  /** Where purchases are counted; without it they are counted in memory. */
  readonly stateFolder?: () => Promise<string>;
  readonly trace?: Trace;
  /** Without it the process keeps the rates of its own calls. */
  readonly rateLimiter?: RateLimiter;
}

/**
 * The composition root: the clouds that were found become drivers in a container, each adapter loaded only when it is used. They
 * share the sender that needs no library of its own, since a command makes few calls and its user waits for the first one.
 */
export async function compose(
  found: readonly FoundCloud[],
  io: Io,
  { stateFolder, trace, rateLimiter }: Seams = {},
): Promise<Composition> {
  const container = new Container();
  const sender = leanSender();
  container.bind(SENDER).toConstantValue(sender);
  const listener = await listenerOf(io, trace);
  if (listener) container.bind(TRACE).toConstantValue(listener);
  if (rateLimiter) container.bind(RATE_LIMITER).toConstantValue(rateLimiter);
  if (stateFolder) container.bind(LEDGER).toConstantValue(fileLedger(stateFolder));
  await container.load(natModule(), ...(await Promise.all(found.map((cloud) => moduleOf(cloud, io)))));
  return {
    clouds: container.get(NAT),
    driver: (alias) => driverOf(container, alias),
    async close() {
      await container.unbindAsync(NAT);
      await sender.close();
    },
  };
}

async function listenerOf(io: Io, trace: Trace | undefined): Promise<Trace | undefined> {
  if (!io.debug) return trace;
  const log = (await import('../terminal/http-log.ts')).httpLog(io);
  return (event) => {
    log(event);
    trace?.(event);
  };
}

async function moduleOf(found: FoundCloud, io: Io): Promise<ContainerModule> {
  const create = await found.cloud.load();
  const settings = settingsOf(found, io);
  return driverModule(found.alias, (runtime) => create({ ...settings, ...runtime }));
}

function driverOf(container: Container, alias: string): Driver {
  const named = container.getAll(DRIVER).find((one) => one.alias === alias);
  if (named) return named.driver;
  throw new UsageError(`there is no cloud "${alias}"`, 'see those there are with `polynat clouds`');
}
