import { Accounts } from './accounts.ts';
import { createClock } from './clock.ts';
import { cloudFactories } from './clouds/index.ts';
import { describeConnection } from './connection.ts';
import { type Controlled, handleControl, isControlRequest } from './control.ts';
import { createDispatch } from './dispatch.ts';
import { createFaultBox } from './faults.ts';
import { createIdentity } from './identity.ts';
import { createRequestCounts } from './request-counts.ts';
import { createRequestLog } from './request-log.ts';
import { applySeed } from './seed.ts';
import { listen } from './server.ts';

export interface EmulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Address to listen on; loopback unless `allowPublicAddress` is set too. */
  readonly host?: string;
  readonly allowPublicAddress?: boolean;
  /** Divides every emulated duration; 60 by default, 0 = instantly. */
  readonly speed?: number;
  /** Content of a seed file: what exists from the start and after every reset. */
  readonly seed?: unknown;
  /** Real time in milliseconds since 1970; `Date.now` unless a test injects its own. */
  readonly wall?: () => number;
  /** The same number gives the same credentials, identifiers and random faults. */
  readonly identitySeed?: number;
  /** Refuses a client token that a second operation of the account brings, also where the cloud lets it pass. */
  readonly strictTokens?: boolean;
}

export interface Emulator extends Controlled {
  close(): Promise<void>;
}

/** Starts all clouds on one port of this machine. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = createClock({ speed: options.speed ?? 60, wall: options.wall ?? Date.now });
  const identitySeed = options.identitySeed ?? 1;
  const identity = createIdentity(identitySeed);
  const strictTokens = options.strictTokens ?? false;
  const accounts = new Accounts(cloudFactories, { clock, identity, strictTokens });
  const { clouds } = accounts;
  const counts = createRequestCounts();
  // A sequence of its own: injecting faults does not change which identifiers come next.
  const faults = createFaultBox(createIdentity(~identitySeed).fraction, (cloud) => [
    ...new Set(
      clouds.filter(({ name }) => cloud === '*' || cloud === name).flatMap(({ operations }) => operations),
    ),
  ]);
  const log = createRequestLog(() => secretsOf(accounts));
  const seedAgain = () => applySeed(accounts, options.seed ?? {});
  seedAgain();

  const dispatch = createDispatch({ accounts, counts, faults, log, clock });
  const listener = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    allowPublicAddress: options.allowPublicAddress ?? false,
    now: clock.wall,
    handle: (request) =>
      isControlRequest(request)
        ? { kind: 'reply', reply: handleControl(controlled, request), delay: 0, truncate: false }
        : dispatch(request),
  });

  const controlled: Controlled = {
    url: listener.url,
    port: listener.port,
    clock,
    faults,
    connection: () => describeConnection(listener.url, accounts),
    requests: log.list,
    clearRequests() {
      log.clear();
      counts.clear();
    },
    stats: counts.list,
    world: () => worldOf(accounts),
    reset() {
      for (const cloud of clouds) cloud.reset();
      accounts.forget();
      counts.clear();
      faults.clear();
      log.clear();
      seedAgain();
    },
    seed: (seed) => applySeed(accounts, seed),
    checkInvariants() {
      for (const { cloud } of accounts.all()) cloud.checkInvariants();
    },
  };
  return { ...controlled, close: listener.close };
}

/** Accounts of a seed stand beside the clouds, when there are any. */
function worldOf(accounts: Accounts): Readonly<Record<string, unknown>> {
  const own = Object.fromEntries(accounts.clouds.map((cloud) => [cloud.name, cloud.world()]));
  const added = accounts.added.map(({ id, cloud }) => ({
    cloud: cloud.name,
    account: id,
    world: cloud.world(),
  }));
  return added.length === 0 ? own : { ...own, accounts: added };
}

function secretsOf(accounts: Accounts): readonly string[] {
  return accounts.all().flatMap(({ cloud }) => Object.values(cloud.credentials));
}
