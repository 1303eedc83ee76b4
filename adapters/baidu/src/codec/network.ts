import type { Network, Subnet } from '@polynat/core';
import type { SubnetModel, VpcModel } from '../operations/networks.ts';

export const decodeNetwork = (vpc: VpcModel): Network => ({
  id: vpc.vpcId,
  name: vpc.name ?? '',
  cidrs: [vpc.cidr ?? '', ...vpc.secondaryCidr].filter(Boolean),
  native: vpc,
});

export const decodeSubnet = (subnet: SubnetModel): Subnet => ({
  id: subnet.subnetId,
  name: subnet.name ?? '',
  network: subnet.vpcId ?? '',
  cidr: subnet.cidr ?? '',
  ...(subnet.zoneName && { zone: subnet.zoneName }),
  native: subnet,
});
