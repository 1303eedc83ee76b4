/**
 * What every cloud answers when it is asked what stands there: a gateway with its addresses and an SNAT rule, in the words
 * of the samples of its documents.
 */
export const standing = {
  alibaba: {
    DescribeNatGateways: {
      TotalCount: 1,
      PageNumber: 1,
      PageSize: 50,
      RequestId: '4EC47282-1B74-4534-BD0E-403F3EE64CAF',
      NatGateways: {
        NatGateway: [
          {
            NatGatewayId: 'ngw-1',
            Name: 'shop',
            RegionId: 'cn-qingdao',
            VpcId: 'vpc-1',
            NatType: 'Normal',
            Spec: 'Small',
            Status: 'Available',
            BusinessStatus: 'Normal',
            InstanceChargeType: 'PostPaid',
            CreationTime: '2017-06-08T12:20:55Z',
            SnatTableIds: { SnatTableId: ['stb-1'] },
            ForwardTableIds: { ForwardTableId: ['ftb-1'] },
            IpLists: { IpList: [{ IpAddress: '47.0.0.1', AllocationId: 'eip-1', UsingStatus: 'Idle' }] },
          },
        ],
      },
    },
    DescribeSnatTableEntries: {
      TotalCount: 1,
      PageNumber: 1,
      PageSize: 50,
      RequestId: '4EC47282-1B74-4534-BD0E-403F3EE64CAF',
      SnatTableEntries: {
        SnatTableEntry: [
          {
            SnatEntryId: 'snat-1',
            SnatTableId: 'stb-1',
            SnatIp: '47.0.0.1',
            SourceVSwitchId: 'vsw-2',
            SourceCIDR: '10.0.2.0/24',
            Status: 'Available',
          },
        ],
      },
    },
    DescribeForwardTableEntries: {
      TotalCount: 0,
      PageNumber: 1,
      PageSize: 50,
      RequestId: '4EC47282-1B74-4534-BD0E-403F3EE64CAF',
      ForwardTableEntries: { ForwardTableEntry: [] },
    },
    DescribeEipAddresses: {
      TotalCount: 2,
      PageNumber: 1,
      PageSize: 100,
      RequestId: '4EC47282-1B74-4534-BD0E-403F3EE64CAF',
      EipAddresses: {
        EipAddress: [
          {
            AllocationId: 'eip-1',
            IpAddress: '47.0.0.1',
            Status: 'InUse',
            InstanceId: 'ngw-1',
            InstanceType: 'Nat',
            Bandwidth: '5',
          },
          {
            AllocationId: 'eip-2',
            IpAddress: '47.0.0.2',
            Status: 'Available',
            InstanceId: '',
            Bandwidth: '5',
          },
        ],
      },
    },
    DescribeVpcs: {
      TotalCount: 0,
      PageNumber: 1,
      PageSize: 50,
      RequestId: '4EC47282-1B74-4534-BD0E-403F3EE64CAF',
      Vpcs: { Vpc: [] },
    },
  },
  baidu: {
    'GET /v1/nat': { nats: [], isTruncated: false, maxKeys: 1000 },
    'GET /v1/nat/nat-b7ze574srr4g': {
      id: 'nat-b7ze574srr4g',
      name: 'shop',
      natType: 'enhanced',
      vpcId: 'vpc-13vuxu016dew',
      cuNum: 1,
      bindEips: ['180.76.186.174'],
      status: 'active',
      paymentTiming: 'Postpaid',
      expiredTime: '',
      createTime: '2025-08-13 17:22:34',
      deleteProtect: false,
    },
    'GET /v1/nat/nat-bir8biqwr45e': {
      id: 'nat-bir8biqwr45e',
      name: 'paid-ahead',
      natType: 'normal',
      vpcId: 'vpc-13vuxu016dew',
      spec: 'small',
      eips: [],
      dnatEips: [],
      status: 'unconfigured',
      paymentTiming: 'Prepaid',
      expiredTime: '2026-08-13T08:10:59Z',
      createTime: '2025-08-13 17:22:34',
      deleteProtect: false,
    },
    'GET /v1/nat/nat-b7ze574srr4g/snatRule': { rules: [], isTruncated: false, maxKeys: 1000 },
    'GET /v1/nat/nat-b7ze574srr4g/dnatRule': { rules: [], isTruncated: false, maxKeys: 1000 },
    'GET /v1/eip': {
      eipList: [
        {
          eip: '180.76.186.174',
          eipId: 'ip-1',
          status: 'binded',
          instanceType: 'NAT',
          instanceId: 'nat-b7ze574srr4g',
        },
        { eip: '180.76.186.175', eipId: 'ip-2', status: 'available' },
      ],
      isTruncated: false,
      maxKeys: 1000,
    },
    'GET /v1/vpc': { vpcs: [], isTruncated: false, maxKeys: 1000 },
  },
  tencentV2: {
    DescribeBmNatGateway: {
      code: 0,
      message: '',
      codeDesc: 'Success',
      totalCount: 1,
      data: [
        {
          natId: 'nat-et8e970y',
          natName: 'shop',
          unVpcId: 'vpc-kd7d06of',
          vpcId: 300006,
          productionStatus: 1,
          state: 0,
          maxConcurrent: 1000000,
          ntype: 'small',
          forwardMode: 0,
          exclusive: 0,
          eipCount: 2,
          eipSet: ['183.60.249.11', '183.60.249.13'],
          createTime: '2017-08-01 10:10:10',
        },
      ],
    },
    DescribeBmNatBindSubnets: {
      code: 0,
      message: '',
      codeDesc: 'Success',
      data: {
        natId: 'nat-et8e970y',
        unVpcId: 'vpc-kd7d06of',
        subnets: [{ name: 'web', unSubnetId: 'subnet-8pca7qqf', subnetNatType: 1, cidrBlock: '10.1.1.0/24' }],
      },
    },
    DescribeEipBm: {
      code: 0,
      message: '',
      totalCount: 1,
      data: {
        eipSet: [
          {
            eipId: 'eip-e791epal',
            eip: '183.60.249.12',
            status: 4,
            type: -1,
            unVpcId: 'vpc-kd7d06of',
            payMode: 'flow',
          },
        ],
      },
    },
    DescribeBmVpcEx: { code: 0, message: '', totalCount: 0, data: [] },
  },
  tencentV3: {
    DescribeNatGateways: {
      Response: {
        RequestId: 'eac6b301-a322-493a-8e36-83b295459397',
        TotalCount: 1,
        NatGatewayInfoSet: [
          {
            NatId: 'nat-et8e970y',
            NatName: 'shop',
            VpcId: 'vpc-kd7d06of',
            ProductionStatus: 1,
            State: 0,
            MaxConcurrent: 1000000,
            Type: 'small',
            ForwardMode: 0,
            Exclusive: 0,
            Eips: ['183.60.249.11', '183.60.249.13'],
            CreateTime: '2017-08-01 10:10:10',
          },
        ],
      },
    },
    DescribeNatSubnets: {
      Response: {
        RequestId: 'eac6b301-a322-493a-8e36-83b295459397',
        NatSubnetInfoSet: [
          { Name: 'web', SubnetId: 'subnet-8pca7qqf', SubnetNatType: 1, CidrBlock: '10.1.1.0/24' },
        ],
      },
    },
    DescribeEips: {
      Response: {
        RequestId: 'eac6b301-a322-493a-8e36-83b295459397',
        TotalCount: 1,
        EipSet: [
          {
            EipId: 'eip-e791epal',
            Eip: '183.60.249.12',
            Status: 4,
            Type: -1,
            VpcId: 'vpc-kd7d06of',
            PayMode: 'flow',
          },
        ],
      },
    },
    DescribeVpcs: { Response: { RequestId: 'eac6b301-a322-493a-8e36-83b295459397', VpcSet: [] } },
  },
} as const;
