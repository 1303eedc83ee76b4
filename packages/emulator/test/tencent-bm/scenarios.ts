import * as z from 'zod';
import type { CloudRequest } from '../../src/cloud.ts';
import { type Parameters, Tencent, type V2Answer } from './client.ts';

/** What a scenario arrives at: the code and the name the caller is told. */
interface Outcome {
  readonly code: number | string;
  readonly name: string | undefined;
}

export type Scenario = (operation: string) => Outcome;

/** A VPC in use: `shop` has two addresses, one whole subnet and two single servers; `other` has one address. */
export function situation() {
  const tencent = new Tencent();
  const { vpcId, eips } = tencent.network;
  const subnets = subnetsOf(tencent, vpcId);
  const [servers = '', storage = '', backup = ''] = subnets;
  const [first, second, third, free] = eips;
  const base = { unVpcId: vpcId, maxConcurrent: 1_000_000, forwardMode: 0 };
  tencent.settle('CreateBmNatGateway', {
    ...base,
    natName: 'shop',
    assignedEipSet: [first, second],
    unSubnetIds: [servers],
    ips: [{ unSubnetId: storage, ipList: ['10.1.2.10', '10.1.2.11'] }],
  });
  tencent.settle('CreateBmNatGateway', { ...base, natName: 'other', assignedEipSet: [third] });
  const [shop, other] = tencent.gateways();
  return {
    tencent,
    vpcId,
    servers,
    storage,
    backup,
    first,
    second,
    third,
    free,
    shop: shop?.natId,
    other: other?.natId,
  };
}

export type Situation = ReturnType<typeof situation>;

function subnetsOf(tencent: Tencent, unVpcId: string): readonly string[] {
  const { data } = tencent.v2('DescribeBmSubnetEx', { unVpcId });
  return z
    .array(z.object({ unSubnetId: z.string() }))
    .parse(data)
    .map(({ unSubnetId }) => unSubnetId);
}

/** A request each action accepts in that situation. */
export function validRequest(operation: string, at: Situation): Parameters {
  const key = { natId: at.shop, unVpcId: at.vpcId };
  const requests: Readonly<Record<string, Parameters>> = {
    CreateBmNatGateway: {
      natName: 'third',
      unVpcId: at.vpcId,
      maxConcurrent: 1_000_000,
      forwardMode: 0,
      assignedEipSet: [at.free],
      unSubnetIds: [at.backup],
    },
    DeleteBmNatGateway: key,
    DescribeBmNatGateway: key,
    UpgradeBmNatGateway: { ...key, maxConcurrent: 3_000_000 },
    ModifyBmNatGateway: { ...key, natName: 'renamed' },
    EipBindBmNatGateway: { ...key, assignedEipSet: [at.free] },
    EipUnBindBmNatGateway: { ...key, assignedEipSet: [at.first] },
    SubnetBindBmNatGateway: { ...key, unSubnetIds: [at.backup] },
    SubnetUnBindBmNatGateway: { ...key, unSubnetIds: [at.servers] },
    BindIpsToBmNatGateway: { ...key, ips: [{ unSubnetId: at.backup, ipList: ['10.1.3.10'] }] },
    UnbindIpsToBmNatGateway: { ...key, ips: [{ unSubnetId: at.storage, ipList: ['10.1.2.10'] }] },
    DescribeBmNatBindSubnets: key,
    DescribeBmNatPartSubnetBindIps: key,
    QueryBmNatGatewayProductionStatus: { taskId: 9641 },
    DescribeBmVpcEx: { unVpcId: at.vpcId },
    DescribeBmSubnetEx: { unVpcId: at.vpcId, unSubnetId: at.backup },
    EipBmApply: { unVpcId: at.vpcId },
    DescribeEipBm: {},
    EipBmDelete: { eipIds: [addressId(at, at.free)] },
    EipBmQueryTask: { requestId: 9641 },
  };
  const request = requests[operation];
  if (request === undefined) throw new Error(`no request is prepared for ${operation}`);
  return request;
}

function addressId({ tencent }: Pick<Situation, 'tencent'>, ip: string | undefined): string {
  const { data } = tencent.v2('DescribeEipBm', { eips: [ip] });
  const [address] = z.object({ eipSet: z.array(z.object({ eipId: z.string() })) }).parse(data).eipSet;
  return address?.eipId ?? '';
}

const outcomeOf = ({ code, codeDesc }: V2Answer): Outcome => ({ code, name: codeDesc });

/** The action's valid request with something else in place. */
function changed(change: (at: Situation) => Parameters): Scenario {
  return (operation) => {
    const at = situation();
    return outcomeOf(at.tencent.v2(operation, { ...validRequest(operation, at), ...change(at) }));
  };
}

/** Parameters that name the same thing under the key this action has for it. */
function subnetParameters(operation: string, subnet: string, ip: string): Parameters {
  const takesParts = operation.includes('Ips');
  if (operation === 'DescribeBmSubnetEx') return { unSubnetId: subnet };
  return takesParts ? { ips: [{ unSubnetId: subnet, ipList: [ip] }] } : { unSubnetIds: [subnet] };
}

function addressOfOtherVpc({ tencent, vpcId }: Situation): string {
  const { data } = tencent.v2('DescribeEipBm', { status: [4], limit: 100 });
  const schema = z.object({ eipSet: z.array(z.object({ eip: z.string(), unVpcId: z.string() })) });
  return schema.parse(data).eipSet.find(({ unVpcId }) => unVpcId !== vpcId)?.eip ?? '';
}

/** A value each action refuses as such. */
const badValues: Readonly<Record<string, (at: Situation) => Parameters>> = {
  CreateBmNatGateway: () => ({ maxConcurrent: 2_000_000 }),
  SubnetBindBmNatGateway: ({ backup }) => ({ unSubnetIds: backup }),
  SubnetUnBindBmNatGateway: ({ backup }) => ({ unSubnetIds: [backup] }),
  BindIpsToBmNatGateway: ({ backup }) => ({ ips: [{ unSubnetId: backup, ipList: ['10.1.2.10'] }] }),
  UnbindIpsToBmNatGateway: ({ storage }) => ({ ips: [{ unSubnetId: storage, ipList: ['10.1.2.99'] }] }),
  QueryBmNatGatewayProductionStatus: () => ({ taskId: 1 }),
  EipBmApply: () => ({ goodsNum: 21 }),
  EipBmDelete: () => ({ eipIds: 'eip-00000000' }),
  DescribeEipBm: () => ({ limit: 101 }),
};

/** Any signed request, to bend at will. */
function bent(bend: Parameters[string] & object): Scenario {
  return () => {
    const at = situation();
    return outcomeOf(at.tencent.v2('DescribeBmNatGateway', {}, bend));
  };
}

function told(reply: { readonly body: string }): Outcome {
  const { code, codeDesc } = z
    .object({ code: z.number(), codeDesc: z.string() })
    .parse(JSON.parse(reply.body));
  return { code, name: codeDesc };
}

function faultReply(kind: 'throttle' | 'server-error'): Scenario {
  return (operation) => {
    const { tencent } = situation();
    const request: CloudRequest = tencent.v2Request(
      operation === '*' ? 'DescribeBmNatGateway' : operation,
      {},
    );
    return told(tencent.cloud.faultReply(kind, request));
  };
}

/** By name, as errors/tencent-bm.json refers to them. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'unknown-vpc': changed(() => ({ unVpcId: 'vpc-00000000' })),
  'unknown-gateway': changed(() => ({ natId: 'nat-00000000' })),
  'unknown-subnet': (operation) =>
    changed(() => subnetParameters(operation, 'subnet-00000000', '10.1.3.10'))(operation),
  'subnet-on-another-gateway': (operation) =>
    changed((at) => ({
      ...(operation === 'CreateBmNatGateway' ? {} : { natId: at.other }),
      ...subnetParameters(operation, at.servers, '10.1.1.10'),
    }))(operation),
  'bad-value': (operation) => changed(badValues[operation] ?? (() => ({})))(operation),
  'unknown-address': changed(() => ({ assignedEipSet: ['203.0.113.9'] })),
  'address-of-another-vpc': changed((at) => ({ assignedEipSet: [addressOfOtherVpc(at)] })),
  'address-in-use': changed(({ third }) => ({ assignedEipSet: [third] })),
  'five-addresses': changed(({ free }) => ({ assignedEipSet: [free], autoAllocEipNum: 4 })),
  'last-address': changed(({ first, second }) => ({ assignedEipSet: [first, second] })),
  'sixth-gateway': (operation) => {
    const at = situation();
    const [, , , , ...rest] = at.tencent.network.eips;
    const create = (natName: string, address: string | undefined) =>
      at.tencent.v2(operation, {
        ...validRequest(operation, at),
        natName,
        unSubnetIds: [],
        assignedEipSet: [address],
      });
    create('third', at.free);
    for (const [index, ip] of at.tencent.network.eips.slice(0, 2).entries()) create(`more_${index}`, ip);
    return outcomeOf(create('sixth', rest.at(-1)));
  },
  'unknown-address-id': changed(() => ({ eipIds: ['eip-00000000'] })),
  'release-of-a-bound-address': changed((at) => ({ eipIds: [addressId(at, at.first)] })),
  'beyond-the-quota': (operation) => {
    const at = situation();
    at.tencent.cloud.seed({ settings: { addressQuota: 10 } });
    return outcomeOf(at.tencent.v2(operation, validRequest(operation, at)));
  },
  'beyond-the-daily-quota': (operation) => {
    const at = situation();
    at.tencent.cloud.seed({ settings: { addressesPerDay: 1 } });
    at.tencent.v2(operation, validRequest(operation, at));
    return outcomeOf(at.tencent.v2(operation, validRequest(operation, at)));
  },
  'store-breaks-down': faultReply('server-error'),
  throttled: faultReply('throttle'),
  'missing-parameter': () => {
    const at = situation();
    return outcomeOf(at.tencent.v2('UpgradeBmNatGateway', { natId: at.shop, unVpcId: at.vpcId }));
  },
  'wrong-signature': bent({ secretKey: 'someone else' }),
  'unknown-key': bent({ common: { SecretId: 'AKIDnobody' } }),
  'temporary-token': bent({ common: { Token: 'token' } }),
  'stale-timestamp': bent({ clockSkew: 301_000 }),
  'reused-nonce': () => {
    const { tencent } = situation();
    const request = tencent.v2Request('DescribeBmNatGateway', {});
    tencent.send(request);
    return told(tencent.send(request));
  },
  'neither-get-nor-post': bent({ method: 'PUT' }),
  'unknown-action': () => outcomeOf(situation().tencent.v2('AddDnaptRule')),
  'foreign-domain': bent({ host: 'bmlb.api.qcloud.com' }),
  'write-on-a-failed-gateway': () => {
    const at = situation();
    const request = { ...validRequest('CreateBmNatGateway', at), natName: 'broken' };
    at.tencent.settle('CreateBmNatGateway', request, { workFault: 'failed' });
    const [broken] = at.tencent.gateways({ natName: 'broken' });
    return outcomeOf(
      at.tencent.v2('UpgradeBmNatGateway', {
        natId: broken?.natId,
        unVpcId: at.vpcId,
        maxConcurrent: 3_000_000,
      }),
    );
  },
  'write-during-creation': () => {
    const at = situation();
    at.tencent.v2('CreateBmNatGateway', validRequest('CreateBmNatGateway', at));
    const [young] = at.tencent.gateways({ natName: 'third' });
    return outcomeOf(
      at.tencent.v2('UpgradeBmNatGateway', {
        natId: young?.natId,
        unVpcId: at.vpcId,
        maxConcurrent: 3_000_000,
      }),
    );
  },
  'sold-out': () => {
    const at = situation();
    const request = validRequest('CreateBmNatGateway', at);
    return outcomeOf(at.tencent.v2('CreateBmNatGateway', request, { workFault: 'out-of-stock' }));
  },
  'no-balance': () => {
    const at = situation();
    at.tencent.cloud.seed({ settings: { balanceTooLow: true } });
    return outcomeOf(at.tencent.v2('CreateBmNatGateway', validRequest('CreateBmNatGateway', at)));
  },
};
