/** A fleet over three clouds, as a seed of the emulator. Every gateway has two public IPs and a rule of each kind. */
export interface FleetSize {
  /** Of each cloud. */
  readonly accounts: number;
  /** Of each account. */
  readonly gateways: number;
  /** Requests an account may send in a second; without it as many as it likes. */
  readonly perSecond?: number;
}

export const kinds = ['alibaba', 'baidu', 'tencent-bm'] as const;
export type Kind = (typeof kinds)[number];

export const places = (count: number) => Array.from({ length: count }, (_, index) => index);

export const keysOf: Readonly<Record<Kind, (number: number) => Readonly<Record<string, string>>>> = {
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
