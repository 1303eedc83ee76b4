/**
 * Parameters of today's API (names as in @alicloud/vpc20160428 7.3.2) that this emulator gives no meaning. They are
 * refused: ignoring one would let a caller believe that it was obeyed.
 */
export const unserved: Readonly<Record<string, readonly string[]>> = {
  CreateNatGateway: [
    'AccessMode',
    'AvailabilityMode',
    'Ipv4Prefix',
    'PrivateLinkEnabled',
    'SecurityProtectionEnabled',
  ],
  CreateNatIp: ['Ipv4Prefix', 'Ipv4PrefixCount'],
  DeleteNatIp: ['Ipv4Prefix'],
  DescribeNatGateways: ['AvailabilityMode'],
  ModifyNatGatewayAttribute: ['EnableSessionLog', 'LogDelivery'],
  AllocateEipAddress: ['ActivityId', 'PublicIpAddressPoolId', 'SecurityProtectionTypes', 'Zone'],
  AssociateEipAddress: ['InstanceRegionId', 'Mode', 'PrivateIpAddress', 'VpcId'],
  UnassociateEipAddress: ['PrivateIpAddress'],
  DescribeEipAddresses: ['IncludeReservationData', 'SecurityProtectionEnabled', 'ServiceManaged'],
  CreateCommonBandwidthPackage: ['Ratio', 'SecurityProtectionTypes', 'Zone'],
  DescribeCommonBandwidthPackages: ['DryRun', 'IncludeReservationData', 'SecurityProtectionEnabled'],
  CreateSnatEntry: ['NetworkInterfaceId'],
  ModifySnatEntry: ['NetworkInterfaceId'],
  DescribeSnatTableEntries: ['NetworkInterfaceIds'],
  DescribeVpcs: ['DhcpOptionsSetId', 'VpcOwnerId'],
  DescribeVSwitches: ['VSwitchOwnerId'],
  DescribeRegions: ['ProductType'],
  DescribeZones: ['ZoneType'],
};
