import * as z from 'zod';
import { type ApiBend, START } from '../tencent/client.ts';
import { type Situation, situation } from './scenarios.ts';

/** What version 3 calls the failure a scenario arrives at. */
export type ScenarioV3 = () => string | undefined;

function bent(bend: ApiBend, body: unknown = {}): ScenarioV3 {
  return () => situation().tencent.v3('DescribeNatGateways', body, bend).Error?.Code;
}

/** A write on the gateway `shop`. */
function onShop(action: string, parameters: (at: Situation) => object, bend: ApiBend = {}): ScenarioV3 {
  return () => {
    const at = situation();
    return at.tencent.v3(action, { NatId: at.shop, VpcId: at.vpcId, ...parameters(at) }, bend).Error?.Code;
  };
}

function faultReply(kind: 'throttle' | 'server-error'): ScenarioV3 {
  return () => {
    const { tencent } = situation();
    const { body } = tencent.cloud.faultReply(kind, tencent.v3Request('DescribeNatGateways', {}));
    const answer = z.object({ Response: z.object({ Error: z.object({ Code: z.string() }) }) });
    return answer.parse(JSON.parse(body)).Response.Error.Code;
  };
}

/** By name, as errors/tencent-bm.json refers to them in rows of version 3. */
export const scenariosV3: Readonly<Record<string, ScenarioV3>> = {
  'v3 unknown-key': bent({ secretId: 'AKIDnobody' }),
  'v3 wrong-signature': bent({ secretKey: 'someone else' }),
  'v3 stale-timestamp': bent({ timestamp: START / 1000 - 301 }),
  'v3 malformed-authorization': bent({ headers: { authorization: 'Bearer x' } }),
  'v3 temporary-token': bent({ headers: { 'x-tc-token': 'token' } }),
  'v3 unknown-action': bent({ headers: { 'x-tc-action': 'CreateDnat' } }),
  'v3 other-version': bent({ headers: { 'x-tc-version': '2017-03-12' } }),
  'v3 unknown-region': bent({ headers: { 'x-tc-region': 'ap-atlantis' } }),
  'v3 neither-get-nor-post': bent({ method: 'PUT' }),
  'v3 missing-region': bent({ headers: { 'x-tc-region': undefined } }),
  'v3 unknown-parameter': bent({}, { VpcID: 'vpc' }),
  'v3 number-in-quotes': bent({}, { Limit: '5' }),
  'v3 unknown-gateway': bent({}, { NatId: 'nat-00000000' }),
  'v3 unknown-vpc': bent({}, { VpcId: 'vpc-00000000' }),
  'v3 throttled': faultReply('throttle'),
  'v3 store-breaks-down': faultReply('server-error'),
  'v3 five-addresses': onShop('BindEipsToNatGateway', ({ free }) => ({
    AssignedEips: [free],
    AutoAllocEipNum: 4,
  })),
  'v3 address-in-use': onShop('BindEipsToNatGateway', ({ third }) => ({ AssignedEips: [third] })),
  'v3 last-address': onShop('UnbindEipsFromNatGateway', ({ first, second }) => ({
    AssignedEips: [first, second],
  })),
  'v3 sold-out': onShop('UpgradeNatGateway', () => ({ MaxConcurrent: 3_000_000 }), {
    workFault: 'out-of-stock',
  }),
  'v3 write-during-deletion': () => {
    const { tencent, shop, vpcId } = situation();
    tencent.v3('DeleteNatGateway', { NatId: shop, VpcId: vpcId });
    return tencent.v3('UpgradeNatGateway', { NatId: shop, VpcId: vpcId, MaxConcurrent: 3_000_000 }).Error
      ?.Code;
  },
  'v3 no-balance': () => {
    const { tencent, shop, vpcId } = situation();
    tencent.cloud.seed({ settings: { balanceTooLow: true } });
    return tencent.v3('UpgradeNatGateway', { NatId: shop, VpcId: vpcId, MaxConcurrent: 3_000_000 }).Error
      ?.Code;
  },
};
