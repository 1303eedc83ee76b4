import * as z from 'zod';
import type { CallOptions } from './call.ts';
import { type Clock, type Random, systemClock, systemRandom } from './clock.ts';
import { Cloud, type CloudOf } from './cloud.ts';
import type { Driver } from './driver.ts';
import { NatError } from './errors.ts';
import type { GatewayHandle } from './gateway.ts';
import { type Guards, guardsSchema } from './guards/guards.ts';
import { memoryLedger, type PurchaseLedger } from './guards/ledger.ts';
import { withCeilings } from './guards/spending.ts';
import type { Gateway } from './model/gateway.ts';
import type { GatewayFilter } from './model/gateway-filter.ts';
import { MultiCloudListing } from './multi-cloud-listing.ts';
import type { Mutation } from './mutations/names.ts';
import type { MutationPreview } from './mutations/preview.ts';
import { preview, resume, start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import { type OperationRecord, operationRecordSchema } from './operation-record.ts';
import { GatewayRef } from './ref.ts';
import { check } from './runtime/check.ts';
import { findGateway } from './runtime/find-gateways.ts';
import { Lanes } from './runtime/lanes.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Clouds by the alias their owner gives them. */
export type Drivers = Readonly<Record<string, Driver>>;

export interface NatOptions {
  readonly clock?: Clock;
  readonly random?: Random;
  /** What may be done on a cloud, by its alias, beside what its own settings forbid; the stricter one counts. */
  readonly guards?: Readonly<Record<string, Guards>>;
  /** Where purchases are counted for ceilings; in memory when left out, so for this process alone. */
  readonly ledger?: PurchaseLedger;
}

const aliasForm = /^[A-Za-z0-9._-]+$/;

/** Several clouds behind one API, their aliases known to the compiler. */
export function createNat<const D extends Drivers>(drivers: D, options: NatOptions = {}): Nat<D> {
  return new Nat(drivers, options);
}

function checkAlias(alias: string): void {
  if (aliasForm.test(alias)) return;
  throw new NatError('invalid-argument', `"${alias}" cannot be an alias`, {
    field: 'cloud',
    remedy: 'use letters, digits, dots, dashes and underscores',
  });
}

const driverNeeds = ['kind', 'region', 'capabilities', 'gateways', 'addresses', 'poll', 'laneOf'] as const;

/** A program without types may pass anything; without this check its first call would fail somewhere inside. */
function checkDriver(alias: string, driver: Partial<Driver> | undefined): void {
  const missing = driverNeeds.filter((member) => driver?.[member] === undefined);
  if (missing.length === 0) return;
  throw new NatError('invalid-argument', `"${alias}" has no driver: ${missing.join(', ')} missing`, {
    field: alias,
    remedy: `pass what an adapter's factory returns for "${alias}"`,
  });
}

/** In another region the gateway would not be found, and a deletion would seem to be done. */
function refuseOtherRegion({ key, mutation }: OperationRecord, { alias, driver }: Runtime): void {
  if (key === null || key.region === driver.region) return;
  throw new NatError(
    'invalid-argument',
    `${mutation} began in ${key.region}, and "${alias}" works in ${driver.region}`,
    { field: 'operation.key.region', remedy: 'set the alias up for the region the operation began in' },
  );
}

/** Clouds whose aliases are checked when they are used: what tools take that work with any set of clouds. */
export class Clouds {
  readonly #runtimes = new Map<string, Runtime>();
  readonly #lanes = new Lanes();

  constructor(drivers: Drivers, options: NatOptions) {
    const { clock = systemClock, random = systemRandom, ledger = memoryLedger() } = options;
    const guards = check(z.record(z.string(), guardsSchema), options.guards ?? {}, 'guards');
    for (const [alias, driver] of Object.entries(drivers)) {
      checkAlias(alias);
      checkDriver(alias, driver);
      const all = [driver.guards ?? {}, guards[alias] ?? {}];
      const ceilings = all.flatMap((each) => (each.ceilings ? [each.ceilings] : []));
      const counted = { cloud: alias, ceilings, ledger, clock };
      this.#runtimes.set(alias, {
        ...{ alias, clock, random, lanes: this.#lanes },
        driver: ceilings.length > 0 ? withCeilings(driver, counted) : driver,
        readOnly: all.some(({ readOnly }) => readOnly),
      });
    }
    for (const alias of Object.keys(guards)) this.#runtime(alias);
  }

  /** The aliases, in the order they were given. */
  get aliases(): readonly string[] {
    return [...this.#runtimes.keys()];
  }

  cloud(alias: string): Cloud {
    return new Cloud<Driver>(this.#runtime(alias));
  }

  /** Gateways of all clouds. A network or ids that one cloud does not know are an empty answer there. */
  readonly gateways = {
    list: (filter?: GatewayFilter, options?: CallOptions): MultiCloudListing<Gateway> =>
      this.#gatewaysOfAll(filter, options),

    /**
     * Exactly one gateway among all clouds: `not-found` when there is none, `conflict` with the refs of all when there are several. It
     * fails when a cloud cannot be asked, since that one may have another.
     */
    find: (filter: GatewayFilter, options?: CallOptions): Promise<Gateway> =>
      findGateway(this.#gatewaysOfAll(filter, options), filter),
  };

  #gatewaysOfAll(filter?: GatewayFilter, options?: CallOptions): MultiCloudListing<Gateway> {
    const parts = [...this.#runtimes].map(
      ([alias, runtime]) => [alias, new Cloud(runtime).gateways.list(filter, options)] as const,
    );
    return new MultiCloudListing(new Map(parts));
  }

  /** A handle on a gateway of whichever cloud its ref names. What that cloud lacks fails with `unsupported` when called. */
  gateway(ref: GatewayRef | string): GatewayHandle {
    const own = GatewayRef.from(ref);
    return this.cloud(own.cloud).gateway(own);
  }

  /**
   * Any mutation by its name, for programs that hold changes as data: a queue, a service, an approval. `target` is a gateway, or the alias
   * of a cloud for what has no gateway yet.
   *
   * @example nat.start('snat.remove', 'shop:cn-hangzhou/ngw-1', { id: 'snat-9' })
   */
  start(
    mutation: Mutation,
    target: GatewayRef | string,
    input: unknown,
    options?: CallOptions,
  ): Operation<unknown> {
    const { runtime, key } = this.#targetOf(target);
    return start(runtime, mutation, key, input, options);
  }

  /** What `start` would do with the same arguments. Refuses what its schema or the facts of the cloud refuse; sends nothing. */
  preview(mutation: Mutation, target: GatewayRef | string, input: unknown): MutationPreview {
    const { runtime, key } = this.#targetOf(target);
    return preview(runtime, mutation, key, input);
  }

  /** Goes on with an operation that another process began: `nat.resume(JSON.parse(stored))`. */
  resume(record: OperationRecord | unknown, options?: CallOptions): Operation<unknown> {
    const known = check<OperationRecord>(operationRecordSchema, record, 'operation');
    const runtime = this.#runtime(known.cloud);
    refuseOtherRegion(known, runtime);
    return resume(runtime, known, options);
  }

  /** Frees every cloud's connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#runtimes.values()].map(({ driver }) => driver.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #targetOf(target: GatewayRef | string): { readonly runtime: Runtime; readonly key?: GatewayRef } {
    if (typeof target === 'string' && !target.includes(':')) return { runtime: this.#runtime(target) };
    const key = GatewayRef.from(target);
    const runtime = this.#runtime(key.cloud);
    // The cloud would look in its own region, and a deletion would seem to be done.
    this.cloud(key.cloud).gateway(key);
    return { runtime, key };
  }

  #runtime(alias: string): Runtime {
    const runtime = this.#runtimes.get(alias);
    if (runtime) return runtime;
    throw new NatError('invalid-argument', `there is no cloud "${alias}"`, {
      field: 'cloud',
      remedy: `use one of: ${this.aliases.join(', ')}`,
    });
  }
}

/** Clouds whose aliases are known when the program is written; what a cloud lacks does not compile. */
export class Nat<D extends Drivers = Drivers> extends Clouds {
  constructor(drivers: D, options: NatOptions) {
    super(drivers, options);
  }

  use<A extends keyof D & string>(alias: A): CloudOf<D[A]> {
    return this.cloud(alias) as unknown as CloudOf<D[A]>;
  }
}
