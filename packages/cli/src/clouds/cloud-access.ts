import type { Cloud, Clouds, Driver, Feature, GatewayHandle } from '@polynat/core';
import type { RateLimiter, Trace } from '@polynat/transport';
import { suggestion } from '../terminal/closest.ts';
import { UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import type { Composition } from './compose.ts';
import type { Discovered } from './discovery.ts';

/** The clouds of one command. They are found, and their adapters loaded, when they are first needed. */
export class CloudAccess {
  readonly #io: Io;
  readonly #file: string | undefined;
  readonly #aliases: readonly string[] | undefined;
  readonly #rateLimiter: () => Promise<RateLimiter | undefined>;
  #discovered: Promise<Discovered> | undefined;
  #composed: Promise<Composition> | undefined;

  /** `file`: the configuration file that the user named. `aliases`: the clouds to load, or all. */
  constructor(
    io: Io,
    file: string | undefined,
    aliases: readonly string[] | undefined,
    rateLimiter: () => Promise<RateLimiter | undefined>,
  ) {
    this.#io = io;
    this.#file = file;
    this.#aliases = aliases;
    this.#rateLimiter = rateLimiter;
  }

  discovered(): Promise<Discovered> {
    this.#discovered ??= import('./discovery.ts').then(({ discover }) => discover(this.#io, this.#file));
    return this.#discovered;
  }

  async all(): Promise<Clouds> {
    return (await this.#composition()).clouds;
  }

  async cloud(alias: string): Promise<Cloud> {
    return (await this.all()).cloud(alias);
  }

  /** Checks `feature` first, so that no question is asked about what the cloud does not support. */
  async gateway(ref: string, feature?: Feature): Promise<GatewayHandle> {
    const clouds = await this.all();
    const handle = clouds.gateway(ref);
    const { cloud } = handle.ref;
    if (feature)
      (await import('@polynat/core')).requireFeature(clouds.cloud(cloud).capabilities, feature, cloud);
    return handle;
  }

  /** The drivers that are configured, or one of each known cloud, to ask what needs no account. */
  async drivers(): Promise<ReadonlyMap<string, Driver>> {
    const { anyConfigured } = await import('./discovery.ts');
    if (!anyConfigured(this.#io, this.#file)) return (await import('./without-account.ts')).knownDrivers();
    const { clouds, driver } = await this.#composition();
    return new Map(clouds.aliases.map((alias) => [alias, driver(alias)]));
  }

  async driver(alias: string): Promise<Driver> {
    return (await this.#composition()).driver(alias);
  }

  /** One cloud on connections of its own, which the caller closes, with a listener to its calls. */
  async watched(cloud: Discovered['clouds'][number], trace: Trace): Promise<Composition> {
    const { compose } = await import('./compose.ts');
    return compose([cloud], this.#io, { stateFolder: () => this.stateFolder(), trace });
  }

  async stateFolder(): Promise<string> {
    return (await this.discovered()).state;
  }

  async close(): Promise<void> {
    const composed = await this.#composed?.catch(() => undefined);
    await composed?.close();
  }

  #composition(): Promise<Composition> {
    this.#composed ??= this.#compose();
    return this.#composed;
  }

  async #compose(): Promise<Composition> {
    const [{ clouds }, { compose }] = await Promise.all([this.discovered(), import('./compose.ts')]);
    if (clouds.length === 0)
      throw new UsageError('no cloud is configured', 'add one to the configuration file');
    const aliases = this.#aliases;
    for (const alias of aliases ?? []) requireAlias(alias, clouds);
    const used = aliases ? clouds.filter(({ alias }) => aliases.includes(alias)) : clouds;
    const rateLimiter = await this.#rateLimiter();
    return compose(used, this.#io, {
      stateFolder: () => this.stateFolder(),
      ...(rateLimiter && { rateLimiter }),
    });
  }
}

function requireAlias(alias: string, clouds: Discovered['clouds']): void {
  const known = clouds.map((cloud) => cloud.alias);
  if (known.includes(alias)) return;
  throw new UsageError(
    `unknown alias "${alias}"`,
    `use one of: ${known.join(', ')}${suggestion(alias, known)}`,
  );
}
