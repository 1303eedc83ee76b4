import type { Network, Subnet } from '@polynat/core';
import type { SubnetModel as V2Subnet, VpcModel as V2Vpc } from '../operations/v2/networks.ts';
import type { SubnetModel as V3Subnet, VpcModel as V3Vpc } from '../operations/v3/networks.ts';

export const networkOfV2 = (vpc: V2Vpc): Network => ({
  id: vpc.unVpcId,
  name: vpc.vpcName ?? '',
  cidrs: [vpc.cidrBlock ?? ''].filter(Boolean),
  native: vpc,
});

export const networkOfV3 = (vpc: V3Vpc): Network => ({
  id: vpc.VpcId,
  name: vpc.VpcName ?? '',
  cidrs: [vpc.CidrBlock ?? ''].filter(Boolean),
  native: vpc,
});

export const subnetOfV2 = (subnet: V2Subnet): Subnet => ({
  id: subnet.unSubnetId,
  name: subnet.subnetName ?? '',
  network: subnet.unVpcId ?? '',
  cidr: subnet.cidrBlock ?? '',
  ...(subnet.zoneId && { zone: subnet.zoneId }),
  native: subnet,
});

export const subnetOfV3 = (subnet: V3Subnet): Subnet => ({
  id: subnet.SubnetId,
  name: subnet.SubnetName ?? '',
  network: subnet.VpcId ?? '',
  cidr: subnet.CidrBlock ?? '',
  ...(subnet.Zone && { zone: subnet.Zone }),
  native: subnet,
});
