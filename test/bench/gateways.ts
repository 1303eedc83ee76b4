/** A page of 50 gateways as `DescribeNatGateways` answers it, 30 kB: the body every benchmark reads. */
export const pageSize = 50;

const gateway = (number: number) => ({
  NatGatewayId: `ngw-bp1uewa15k4iy5770${number}`,
  Name: `egress-${number}`,
  Description: 'way out of the production subnets',
  VpcId: 'vpc-bp15zckdt37pq72zvw3',
  RegionId: 'cn-hangzhou',
  Spec: 'Small',
  Status: 'Available',
  BusinessStatus: 'Normal',
  InstanceChargeType: 'PostPaid',
  InternetChargeType: 'PayByLcu',
  NatType: 'Enhanced',
  NetworkType: 'internet',
  CreationTime: '2026-01-08T12:14:15Z',
  ExpiredTime: '',
  DeletionProtection: false,
  IpLists: {
    IpList: [
      { IpAddress: `47.98.1.${number}`, AllocationId: `eip-bp1${number}`, UsingStatus: 'UsedBySnatTable' },
      { IpAddress: `47.98.2.${number}`, AllocationId: `eip-bp2${number}`, UsingStatus: 'Idle' },
    ],
  },
  SnatTableIds: { SnatTableId: [`stb-bp190wu8io1vgev${number}`] },
  ForwardTableIds: { ForwardTableId: [`ftb-bp1mbjubq34hlcq${number}`] },
});

export const page = (of: number): string =>
  JSON.stringify({
    RequestId: '4EC47282-1B74-4534-BD0E-403F3EE64CAF',
    TotalCount: of,
    PageNumber: 1,
    PageSize: pageSize,
    NatGateways: { NatGateway: Array.from({ length: pageSize }, (_, number) => gateway(number)) },
  });
