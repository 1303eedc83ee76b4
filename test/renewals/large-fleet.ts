import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '@polynat/emulator';
import * as z from 'zod';

export interface FleetSize {
  readonly accounts: number;
  /** In each account. */
  readonly due: number;
  readonly others: number;
  /** Calls that each account allows. */
  readonly perSecond: number;
}

const worldSchema = z.object({
  accounts: z.array(
    z.object({
      account: z.string(),
      world: z.object({
        regions: z.object({
          bj: z.object({
            vpcs: z.array(
              z.object({
                gateways: z.array(
                  z.object({ name: z.string(), payment: z.object({ expiresAt: z.iso.datetime() }) }),
                ),
              }),
            ),
          }),
        }),
      }),
    }),
  ),
});

/** What became of every gateway, as the cloud counts it. */
export interface Renewed {
  readonly once: number;
  /** Due and not renewed, renewed more than once, or renewed and not due. */
  readonly wrong: readonly string[];
}

/** The highest number of calls of one account in a second. */
export interface Rates {
  readonly mostInSecond: number;
  /** Calls of the account with the most calls. */
  readonly mostCalls: number;
  readonly calls: number;
  readonly throttled: number;
}

const day = 86_400_000;

/** Many accounts with prepaid gateways on an emulator, and a folder whose `polynat.yaml` names them. */
export class LargeFleet {
  readonly emulator: Emulator;
  readonly folder: string;
  readonly size: FleetSize;
  readonly #before: ReadonlyMap<string, number>;

  private constructor(emulator: Emulator, folder: string, size: FleetSize) {
    this.emulator = emulator;
    this.folder = folder;
    this.size = size;
    this.#before = this.#expiries();
  }

  static async open(size: FleetSize, wall: () => number = Date.now): Promise<LargeFleet> {
    const emulator = await startEmulator({ strictTokens: true, speed: 0, wall, seed: seedOf(size) });
    const folder = await mkdtemp(join(tmpdir(), 'polynat-fleet-'));
    await mkdir(join(folder, '.bce'));
    await writeFile(join(folder, '.bce', 'credentials'), names(size).map(profileOf).join('\n'));
    const clouds = names(size).map((name) => [
      name,
      { cloud: 'baidu', region: 'bj', endpoint: emulator.url, credentials: { profile: name } },
    ]);
    const configuration = { clouds: Object.fromEntries(clouds), state: 'state' };
    await writeFile(join(folder, 'polynat.yaml'), JSON.stringify(configuration));
    return new LargeFleet(emulator, folder, size);
  }

  get accounts() {
    return names(this.size).map((name) => ({ name, keys: keysOf(name) }));
  }

  /** A month is 28 to 31 days long; a second renewal would add as many again. */
  renewed(): Renewed {
    const wrong: string[] = [];
    let once = 0;
    for (const [gateway, now] of this.#expiries()) {
      const months = Math.round((now - (this.#before.get(gateway) ?? now)) / (30 * day));
      const wanted = gateway.includes('/due-') ? 1 : 0;
      if (months !== wanted) wrong.push(`${gateway} was extended by ${months} month(s), not ${wanted}`);
      else once += wanted;
    }
    return { once, wrong };
  }

  rates(): Rates {
    const seconds = new Map<string, number>();
    const calls = new Map<string, number>();
    let throttled = 0;
    for (const { account, second, requests, throttled: refused } of this.emulator.stats()) {
      const key = `${account} ${second}`;
      seconds.set(key, (seconds.get(key) ?? 0) + requests);
      calls.set(account, (calls.get(account) ?? 0) + requests);
      throttled += refused;
    }
    return {
      mostInSecond: Math.max(...seconds.values()),
      mostCalls: Math.max(...calls.values()),
      calls: [...calls.values()].reduce((sum, count) => sum + count, 0),
      throttled,
    };
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  #expiries(): ReadonlyMap<string, number> {
    const { accounts } = worldSchema.parse(this.emulator.world());
    const gateways = accounts.flatMap(({ account, world }) =>
      world.regions.bj.vpcs.flatMap((vpc) =>
        vpc.gateways.map(
          ({ name, payment }) => [`${account}/${name}`, Date.parse(payment.expiresAt)] as const,
        ),
      ),
    );
    return new Map(gateways);
  }
}

const names = ({ accounts }: FleetSize): readonly string[] =>
  Array.from({ length: accounts }, (_, index) => `account-${index + 1}`);

const keysOf = (name: string) => ({ accessKeyId: name, secretAccessKey: `secret-of-${name}` });

const profileOf = (name: string): string =>
  [`[${name}]`, `bce_access_key_id = ${name}`, `bce_secret_access_key = secret-of-${name}`, ''].join('\n');

const seedOf = (size: FleetSize) => ({
  accounts: names(size).map((name) => ({
    cloud: 'baidu',
    keys: keysOf(name),
    perSecond: size.perSecond + 1,
    seed: {
      vpcs: [{ name: 'fleet', region: 'bj', cidr: '10.0.0.0/16', gatewayQuota: size.due + size.others }],
      gateways: [...gateways('due', size.due, 5), ...gateways('later', size.others, 200)],
    },
  })),
});

const gateways = (kind: string, count: number, expiresInDays: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${kind}-${index + 1}`,
    vpc: 'fleet',
    spec: 'small',
    expiresInDays,
  }));
