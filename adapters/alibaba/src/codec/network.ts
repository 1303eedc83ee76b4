import type { Network, Subnet } from '@polynat/core';
import type { OperationOutput } from '../operations/index.ts';

type Vpc = OperationOutput<'DescribeVpcs'>['Vpcs'][number];
type VSwitch = OperationOutput<'DescribeVSwitches'>['VSwitches'][number];

export const decodeVpc = (vpc: Vpc): Network => ({
  id: vpc.VpcId,
  name: vpc.VpcName ?? '',
  cidrs: [...(vpc.CidrBlock ? [vpc.CidrBlock] : []), ...vpc.SecondaryCidrBlocks],
  native: vpc,
});

export const decodeVSwitch = (vSwitch: VSwitch): Subnet => ({
  id: vSwitch.VSwitchId,
  name: vSwitch.VSwitchName ?? '',
  network: vSwitch.VpcId ?? '',
  cidr: vSwitch.CidrBlock ?? '',
  ...(vSwitch.ZoneId && { zone: vSwitch.ZoneId }),
  native: vSwitch,
});
