import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { CloudContext, CloudFactory, EmulatedCloud } from './cloud.ts';
import type { HttpRequest } from './http.ts';
import { createIdentity } from './identity.ts';

const text = z.string().min(1);
const alibabaKeys = z.strictObject({ accessKeyId: text, accessKeySecret: text });
const baiduKeys = z.strictObject({ accessKeyId: text, secretAccessKey: text });
const tencentKeys = z.strictObject({ secretId: text, secretKey: text });

const common = {
  /** Requests the account may send in any second; without it as many as it likes. */
  perSecond: z.number().positive().optional(),
  /** What the account holds, as the section of its cloud describes it. */
  seed: z.unknown().optional(),
};

/** Accounts of a seed beside the one each cloud has anyway. */
export const accountSchema = z.discriminatedUnion('cloud', [
  z.strictObject({ cloud: z.literal('alibaba'), keys: alibabaKeys, ...common }),
  z.strictObject({ cloud: z.literal('baidu'), keys: baiduKeys, ...common }),
  z.strictObject({ cloud: z.literal('tencentBm'), keys: tencentKeys, ...common }),
  z.strictObject({ cloud: z.literal('tencentVpc'), keys: tencentKeys, ...common }),
]);

export type AccountSeed = z.output<typeof accountSchema>;

/** One account: a cloud of its own behind its own keys. */
export interface Account {
  readonly id: string;
  readonly cloud: EmulatedCloud;
  /** Whether its allowance covers one more request at this moment. */
  admits(now: number): boolean;
}

/** The public half of a key pair. */
function accountIdOf(credentials: Readonly<Record<string, string>>): string {
  return credentials.accessKeyId ?? credentials.secretId ?? '';
}

export class Accounts {
  readonly #own: readonly Account[];
  readonly #factories: ReadonlyMap<string, CloudFactory>;
  readonly #context: CloudContext;
  #added = new Map<string, Account>();

  constructor(factories: readonly CloudFactory[], context: CloudContext) {
    const clouds = factories.map((create) => create(context));
    this.#own = clouds.map((cloud) => newAccount(cloud, undefined));
    this.#factories = new Map(
      clouds.flatMap(({ name }, index) => {
        const factory = factories[index];
        return factory === undefined ? [] : [[name, factory] as const];
      }),
    );
    this.#context = context;
  }

  /** The account that every cloud has without a seed, one a cloud. */
  get clouds(): readonly EmulatedCloud[] {
    return this.#own.map(({ cloud }) => cloud);
  }

  get added(): readonly Account[] {
    return [...this.#added.values()];
  }

  all(): readonly Account[] {
    return [...this.#own, ...this.#added.values()];
  }

  add({ cloud: name, keys, perSecond, seed }: AccountSeed): void {
    const create = this.#factories.get(name);
    if (create === undefined) throw new Error(`cloud: ${name} is not emulated`);
    const id = accountIdOf(keys);
    if (this.all().some((account) => account.cloud.name === name && account.id === id)) {
      throw new Error(`keys: ${name} has an account with the key ${id} already; give each its own`);
    }
    // Drawn from the key, so that the ready network has the same ids after a reset.
    const identity = createIdentity(createHash('sha256').update(`${name} ${id}`).digest().readUInt32BE());
    const cloud = create({ ...this.#context, identity, credentials: keys });
    if (seed !== undefined) cloud.seed(seed);
    this.#added.set(`${name} ${id}`, newAccount(cloud, perSecond));
  }

  forget(): void {
    this.#added = new Map();
  }

  /**
   * The account whose key a request names. Clouds that share a service, such as the two of Tencent, are told apart by their keys. One
   * with an unknown key is refused by the account the cloud has anyway.
   */
  find(request: HttpRequest): Account | undefined {
    const [own, ...others] = this.#own.filter(({ cloud }) => cloud.recognises(request));
    if (own === undefined || (others.length === 0 && this.#added.size === 0)) return own;
    const key = keyIn(request);
    for (const account of [own, ...others]) {
      const named = account.id === key ? account : this.#added.get(`${account.cloud.name} ${key}`);
      if (named !== undefined) return named;
    }
    return own;
  }
}

function newAccount(cloud: EmulatedCloud, perSecond: number | undefined): Account {
  return { cloud, id: accountIdOf(cloud.credentials), admits: allowance(perSecond) };
}

/** At most so many admitted requests in any window of one second; rates below 1 widen the window instead. */
function allowance(perSecond: number | undefined): (now: number) => boolean {
  if (perSecond === undefined) return () => true;
  const most = Math.max(1, Math.floor(perSecond));
  const window = (most / perSecond) * 1000;
  const admitted: number[] = [];
  return (now) => {
    const [oldest = Number.NEGATIVE_INFINITY] = admitted;
    if (admitted.length === most && now - oldest < window) return false;
    if (admitted.length === most) admitted.shift();
    admitted.push(now);
    return true;
  };
}

/** Where the four signature schemes name their key: two headers, and a parameter in query or form. */
const inHeader = /(?:Credential=|bce-auth-v1\/)([^/,]+)/;
const inParameters = /(?:^|&)(?:AccessKeyId|SecretId)=([^&]*)/;
const inQuery = /(?:^|&)authorization=bce-auth-v1(?:%2F|\/)([^%/]+)/i;

function keyIn({ headers, query, body }: HttpRequest): string | undefined {
  const found =
    inHeader.exec(headers.authorization ?? '') ??
    inParameters.exec(query) ??
    inQuery.exec(query) ??
    inParameters.exec(body);
  return found?.[1];
}
