import type { ToldRules } from '@polynat/core';
import { decodeOffset, pageOf } from '@polynat/tencent';
import { decodeEip } from './codec/address.ts';
import { decodeDnat } from './codec/dnat.ts';
import { decodeGateway } from './codec/gateway.ts';
import { decodeSnat } from './codec/snat.ts';
import { inventory as defineInventory } from './context.ts';
import type { NatModel } from './operations/gateways.ts';

const limit = 100;

export const inventory = defineInventory([], ({ client, region }) => ({
  async gateways(cursor, call) {
    const offset = decodeOffset(cursor);
    const input = { Offset: offset, Limit: limit };
    const { NatGatewaySet, TotalCount, VerboseLevel } = await client.call('DescribeNatGateways', input, call);
    const page = pageOf(NatGatewaySet, { offset, limit, total: TotalCount });
    /** An answer that is not in full leaves rules out. */
    const inFull = VerboseLevel === 'DETAIL';
    const items = page.items.map((nat) => ({
      ...decodeGateway(nat, region),
      rules: inFull ? rulesOf(nat) : {},
    }));
    return { ...page, items };
  },

  async addresses(cursor, call) {
    const offset = decodeOffset(cursor);
    const { AddressSet, TotalCount } = await client.call(
      'DescribeAddresses',
      { Offset: offset, Limit: limit },
      call,
    );
    const page = pageOf(AddressSet, { offset, limit, total: TotalCount });
    return { ...page, items: page.items.map((eip) => decodeEip(eip)) };
  },
}));

/** https://cloud.tencent.com/document/api/215/15824#NatGateway */
const rulesOf = (nat: NatModel): ToldRules => ({
  snat: nat.SourceIpTranslationNatRuleSet.map(decodeSnat),
  dnat: nat.DestinationIpPortTranslationNatRuleSet.map(decodeDnat),
});
