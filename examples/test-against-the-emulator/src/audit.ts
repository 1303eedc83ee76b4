import type * as sdk from '@alicloud/vpc20160428';
import { DescribeNatGatewaysRequest } from '@alicloud/vpc20160428';

export type VpcClient = Pick<sdk.default, 'describeNatGateways'>;

const pageSize = 50;

/** A team's own code over the official SDK, with nothing of Polynat in it: names of gateways anybody may delete. */
export async function unprotectedGateways(client: VpcClient, regionId: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const request = new DescribeNatGatewaysRequest({ regionId, pageNumber, pageSize });
    const { body } = await client.describeNatGateways(request);
    const page = body?.natGateways?.natGateway ?? [];
    names.push(...page.filter((gateway) => !gateway.deletionProtection).map(({ name }) => name ?? ''));
    if (page.length < pageSize) return names;
  }
}
