import type { ToldRules } from '@polynat/core';
import { decodeElasticIp } from './codec/address.ts';
import { pageOf, paging } from './codec/cursor.ts';
import { decodeGateway, type NatGateway } from './codec/gateway.ts';
import { inventory as defineInventory, rememberReach, rememberTables } from './context.ts';

export const inventory = defineInventory([], (context) => {
  const { client, region } = context;
  return {
    async gateways(cursor, call) {
      const page = await client.call('DescribeNatGateways', paging(cursor), call);
      rememberReach(context, page.NatGateways);
      for (const gateway of page.NatGateways) rememberTables(context, gateway);
      const items = page.NatGateways.map((gateway) => ({
        ...decodeGateway(gateway, region),
        rules: rulesOf(gateway),
      }));
      return pageOf(items, page, cursor);
    },

    async addresses(cursor, call) {
      const input = { AssociatedInstanceType: 'Nat', ...paging(cursor, 100) } as const;
      const page = await client.call('DescribeEipAddresses', input, call);
      return pageOf(
        page.EipAddresses.map((eip) => decodeElasticIp(eip)),
        page,
        cursor,
      );
    },
  };
});

/**
 * A rule names public IPs of its gateway, and the listing tells of each whether a rule does
 * (https://www.alibabacloud.com/help/en/nat-gateway/developer-reference/api-vpc-2016-04-28-describenatgateways-natgws). Where none is
 * named, there are no rules to read. Rules of intranet gateways and those that name addresses of packages are told by their tables only.
 */
const rulesOf = (gateway: NatGateway): ToldRules =>
  gateway.NetworkType !== 'intranet' &&
  gateway.BandwidthPackageIds.length === 0 &&
  gateway.IpPrefixList.length === 0 &&
  gateway.IpLists.every(({ UsingStatus }) => UsingStatus?.toLowerCase() === 'idle')
    ? { snat: [], dnat: [] }
    : {};
