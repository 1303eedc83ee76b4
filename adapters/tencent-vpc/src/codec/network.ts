import type { Network, Subnet } from '@polynat/core';
import type { SubnetModel, VpcModel } from '../operations/networks.ts';

export const decodeNetwork = (vpc: VpcModel): Network => ({
  id: vpc.VpcId,
  name: vpc.VpcName ?? '',
  cidrs: [vpc.CidrBlock, ...vpc.AssistantCidrSet.map(({ CidrBlock }) => CidrBlock)].flatMap(
    (cidr) => cidr || [],
  ),
  native: vpc,
});

export const decodeSubnet = (subnet: SubnetModel): Subnet => ({
  id: subnet.SubnetId,
  name: subnet.SubnetName ?? '',
  network: subnet.VpcId ?? '',
  cidr: subnet.CidrBlock ?? '',
  ...(subnet.Zone && { zone: subnet.Zone }),
  native: subnet,
});
