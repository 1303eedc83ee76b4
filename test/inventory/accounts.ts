import { type Clouds, createNat, type Driver } from '@polynat/core';
import type { EmulatorConnection } from '@polynat/emulator';
import { memoryRateLimiter, type RateLimiter, type Sender } from '@polynat/transport';
import { emulatedClouds } from '../emulated-clouds.ts';

/** A fleet over three clouds, as a seed of the emulator and as clouds on it. Every gateway has two public IPs and a rule of each kind. */
export interface FleetSize {
  /** Of each cloud. */
  readonly accounts: number;
  /** Of each account. */
  readonly gateways: number;
  /** Requests an account may send in a second; without it as many as it likes. */
  readonly perSecond?: number;
}

const kinds = ['alibaba', 'baidu', 'tencent-bm'] as const;
type Kind = (typeof kinds)[number];

const places = (count: number) => Array.from({ length: count }, (_, index) => index);

const keysOf: Readonly<Record<Kind, (number: number) => Readonly<Record<string, string>>>> = {
  alibaba: (number) => ({ accessKeyId: `LTAIfleet${number}`, accessKeySecret: `secret-${number}` }),
  baidu: (number) => ({ accessKeyId: `fleet${number}`, secretAccessKey: `secret-${number}` }),
  'tencent-bm': (number) => ({ secretId: `AKIDfleet${number}`, secretKey: `secret-${number}` }),
};

/** How the emulator calls each cloud, and a fleet in its words. */
const seeds: Readonly<Record<Kind, { readonly cloud: string; seed(gateways: number): unknown }>> = {
  alibaba: {
    cloud: 'alibaba',
    seed: (gateways) => ({
      fleets: [{ region: 'cn-qingdao', gateways, addresses: 2, snat: 1, forward: 1 }],
    }),
  },
  baidu: { cloud: 'baidu', seed: baiduSeed },
  'tencent-bm': { cloud: 'tencentBm', seed: tencentSeed },
};

function baiduSeed(gateways: number): unknown {
  const vpcs = places(Math.ceil(gateways / 100)).map((vpc) => ({ name: `fleet-${vpc}`, gatewayQuota: 100 }));
  const members = places(gateways).map((index) => ({
    name: `fleet-${index}`,
    vpc: `fleet-${Math.floor(index / 100)}`,
    cuNum: 1,
    bindEips: 2,
    expiresInDays: 30 + (index % 300),
    snatRules: [{ ruleName: 'out', sourceCIDR: '10.0.1.0/24' }],
    dnatRules: [
      {
        ...{ ruleName: 'in', address: 1, privateIpAddress: '10.0.0.9', protocol: 'TCP' },
        ...{ publicPort: '443', privatePort: '8443' },
      },
    ],
  }));
  return { vpcs, gateways: members };
}

const perVpc = 5;

function tencentSeed(gateways: number): unknown {
  const vpcs = places(Math.ceil(gateways / perVpc)).map((vpc) => {
    const own = places(Math.min(perVpc, gateways - vpc * perVpc));
    const addressOf = (index: number) => {
      const number = vpc * perVpc + index;
      return `198.19.${Math.floor(number / 250)}.${(number % 250) + 1}`;
    };
    return {
      region: 'ap-guangzhou',
      cidr: '10.0.0.0/16',
      name: `fleet-${vpc}`,
      subnets: own.map((index) => ({ name: `s${index}`, cidr: `10.0.${index}.0/24` })),
      eips: own.map((index) => ({ ip: addressOf(index) })),
      gateways: own.map((index) => ({
        name: `fleet_${vpc}_${index}`,
        eips: [addressOf(index)],
        subnets: [`s${index}`],
      })),
    };
  });
  return { vpcs };
}

export const fleetSeed = ({ accounts, gateways, perSecond }: FleetSize): unknown => ({
  accounts: kinds.flatMap((kind) =>
    places(accounts).map((number) => ({
      cloud: seeds[kind].cloud,
      keys: keysOf[kind](number),
      ...(perSecond !== undefined && { perSecond }),
      seed: seeds[kind].seed(gateways),
    })),
  ),
});

interface Seams {
  readonly sender?: Sender;
  /** Calls in a second that the client allows itself for each account. */
  readonly rateLimiter?: RateLimiter;
}

/** Each account under an alias of its own: `alibaba-0`, `baidu-0`, … */
export function fleetClouds(
  connection: EmulatorConnection,
  { accounts }: Pick<FleetSize, 'accounts'>,
  seams: Seams = {},
): Clouds {
  const drivers = kinds.flatMap((kind) => {
    const cloud = emulatedClouds.find(({ name }) => name === kind);
    if (!cloud) throw new Error(`${kind} is not emulated`);
    return places(accounts).map((number): readonly [string, Driver] => {
      const own = kind === 'alibaba' ? { account: `fleet-${number}` } : {};
      const settings = { credentials: keysOf[kind](number), ...own };
      return [`${kind}-${number}`, cloud.driver(connection, seams, settings)];
    });
  });
  const all: Readonly<Record<string, Driver>> = Object.fromEntries(drivers);
  return createNat(all);
}

/** One rate for each account, whatever families of its API the adapter tells apart. */
export function accountLimiter(perSecond: number): RateLimiter {
  const limiter = memoryRateLimiter({ perSecond });
  const accountIn = (key: string) => key.split('/').slice(0, 2).join('/');
  return {
    acquire: (key, signal, deadline) => limiter.acquire(accountIn(key), signal, deadline),
    throttled: (key, retryAfter) => limiter.throttled(accountIn(key), retryAfter),
  };
}
