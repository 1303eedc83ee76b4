import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Cloud, createNat, type Driver, type GatewayHandle, type SnatSource } from '@polynat/core';
import { tencentBm } from '@polynat/tencent-bm';
import {
  manualClock,
  type RecordingSender,
  type ScriptedAnswer,
  seededRandom,
  type WireRequestLike,
} from '@polynat/testkit';
import { standing } from './standing.ts';

/** The wires: three clouds, one of them in two generations of its API. */
export type Wire = 'alibaba' | 'baidu' | 'tencentV2' | 'tencentV3';

/** What a scenario works with on one wire. */
export interface Scene {
  readonly cloud: Cloud;
  readonly gateway: GatewayHandle;
  /** One that is paid ahead, where the cloud sells such. */
  readonly prepaid: GatewayHandle;
  readonly vpc: string;
  readonly subnet: string;
  /** An address the gateway has, and one it has not. */
  readonly bound: string;
  readonly free: string;
  /** A rule that stands. */
  readonly snatRule: string;
  readonly source: SnatSource;
}

type Place = Omit<Scene, 'cloud' | 'gateway' | 'prepaid'> & {
  readonly ref: string;
  readonly prepaidRef?: string;
};

const clock = manualClock({ start: Date.UTC(2026, 0, 1), autoAdvance: true });
const random = seededRandom(1);
const secret = 'secret-for-tests';

const drivers: { readonly [W in Wire]: (sender: RecordingSender) => Driver } = {
  alibaba: (sender) =>
    alibaba({
      region: 'cn-qingdao',
      credentials: { accessKeyId: 'testid', accessKeySecret: secret },
      ...{ sender, clock, random },
    }),
  baidu: (sender) =>
    baidu({
      region: 'bj',
      credentials: { accessKeyId: 'testid', secretAccessKey: secret },
      ...{ sender, clock, random },
    }),
  tencentV2: (sender) =>
    tencentBm({
      region: 'ap-guangzhou',
      vpc: 'vpc-kd7d06of',
      credentials: { secretId: 'testid', secretKey: secret },
      ...{ sender, clock, random },
    }),
  tencentV3: (sender) =>
    tencentBm({
      region: 'ap-guangzhou',
      vpc: 'vpc-kd7d06of',
      api: 'v3',
      credentials: { secretId: 'testid', secretKey: secret },
      ...{ sender, clock, random },
    }),
};

const bareMetal: Omit<Place, 'ref'> = {
  vpc: 'vpc-kd7d06of',
  subnet: 'subnet-8pca7qqf',
  bound: '183.60.249.11',
  free: '183.60.249.12',
  snatRule: 'subnet-8pca7qqf',
  source: { subnet: 'subnet-2aw1hh9m' },
};

const places: { readonly [W in Wire]: Place } = {
  alibaba: {
    ref: 'alibaba:cn-qingdao/ngw-1',
    vpc: 'vpc-1',
    subnet: 'vsw-1',
    bound: '47.0.0.1',
    free: '47.0.0.2',
    snatRule: 'snat-1',
    source: { subnet: 'vsw-2' },
  },
  baidu: {
    ref: 'baidu:bj/nat-b7ze574srr4g',
    prepaidRef: 'baidu:bj/nat-bir8biqwr45e',
    vpc: 'vpc-13vuxu016dew',
    subnet: 'sbn-1',
    bound: '180.76.186.174',
    free: '180.76.186.175',
    snatRule: 'rule-1',
    source: { cidr: '192.168.2.0/24' },
  },
  tencentV2: { ref: 'tencentV2:ap-guangzhou/vpc-kd7d06of/nat-et8e970y', ...bareMetal },
  tencentV3: { ref: 'tencentV3:ap-guangzhou/vpc-kd7d06of/nat-et8e970y', ...bareMetal },
};

export function sceneOn(wire: Wire, sender: RecordingSender): Scene {
  const nat = createNat<Readonly<Record<string, Driver>>>(
    { [wire]: drivers[wire](sender) },
    { clock, random },
  );
  const { ref, prepaidRef = ref, ...place } = places[wire];
  return { cloud: nat.cloud(wire), gateway: nat.gateway(ref), prepaid: nat.gateway(prepaidRef), ...place };
}

/** Answers reads from what stands there. Writes are not answered: with the first one a scenario ends. */
export const answers: { readonly [W in Wire]: (request: WireRequestLike) => ScriptedAnswer | undefined } = {
  alibaba: ({ url }) => found(standing.alibaba, new URL(url).searchParams.get('Action')),
  baidu: ({ method, url }) =>
    found(standing.baidu, `${method} ${new URL(url).pathname}`, { 'x-bce-request-id': 'request-1' }),
  tencentV2: ({ body }) => found(standing.tencentV2, new URLSearchParams(body).get('Action')),
  tencentV3: ({ headers }) => found(standing.tencentV3, headers['x-tc-action']),
};

const found = (
  bodies: Readonly<Record<string, unknown>>,
  operation: string | null | undefined,
  headers: Readonly<Record<string, string>> = {},
) => (operation && Object.hasOwn(bodies, operation) ? { json: bodies[operation], headers } : undefined);
