import { Vpc } from './client.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** EIPs of the situation, by what is particular about each. */
export const ips = {
  first: '198.19.200.1',
  second: '198.19.200.2',
  ofStandard: '198.19.200.3',
  free: '198.19.200.4',
  spare: '198.19.200.5',
  hourly: '198.19.200.6',
  carrier: '198.19.200.7',
  ofServer: '198.19.200.8',
  packaged: '198.19.200.9',
  unknown: '198.19.250.250',
} as const;

const eip = (place: keyof typeof ips, more: object = {}) => ({
  region: 'ap-guangzhou',
  eipId: `eip-${place.toLowerCase()}`,
  ip: ips[place],
  ...more,
});

/**
 * A VPC in use: `shop` has two EIPs, a DNAT rule and SNAT rules of both kinds, `standard` one EIP; a server has an EIP of
 * its own, a package another.
 */
export function situation() {
  const vpc = new Vpc();
  const { vpcId, subnetId, cidr } = vpc.network;
  vpc.cloud.seed({
    settings: { addressQuota: 100 },
    packages: [{ region: 'ap-guangzhou', packageId: 'bwp-main', name: 'main' }],
    eips: [
      eip('first'),
      eip('second'),
      eip('ofStandard'),
      eip('free'),
      eip('spare'),
      eip('hourly', { chargeType: 'BANDWIDTH_POSTPAID_BY_HOUR' }),
      eip('carrier', { carrier: 'CMCC' }),
      eip('ofServer'),
      eip('packaged', { package: 'bwp-main' }),
    ],
    vpcs: [
      {
        region: 'ap-guangzhou',
        vpcId,
        directConnects: ['dcg-bound', 'dcg-free'],
        gateways: [
          {
            natId: 'nat-shop',
            name: 'shop',
            eips: [ips.first, ips.second],
            dnat: [{ publicPort: 443, privateIp: '10.2.1.10', privatePort: 8443 }],
            snat: [
              { snatId: 'snat-subnet', resource: 'servers' },
              {
                snatId: 'snat-host',
                resourceType: 'NETWORKINTERFACE',
                resource: 'ins-web',
                source: '10.2.1.20',
              },
            ],
          },
          { natId: 'nat-standard', name: 'standard', productVersion: 2, eips: [ips.ofStandard] },
        ],
        subnets: [
          {
            subnetId: 'subnet-web',
            name: 'web',
            cidr: '10.2.9.0/24',
            servers: [
              { ip: '10.2.9.10', instanceId: 'ins-web', interfaceId: 'eni-web', secondary: ['10.2.9.11'] },
              { ip: '10.2.9.20', instanceId: 'ins-busy', interfaceId: 'eni-busy' },
            ],
          },
        ],
      },
    ],
  });
  vpc.settle('AssociateAddress', { AddressId: 'eip-ofserver', InstanceId: 'ins-busy' });
  vpc.settle('AssociateDirectConnectGatewayNatGateway', {
    VpcId: vpcId,
    NatGatewayId: 'nat-shop',
    DirectConnectGatewayId: 'dcg-bound',
  });
  vpc.settle('EnableGatewayFlowMonitor', { GatewayId: 'nat-shop' });
  return { vpc, vpcId, subnetId, cidr };
}

export type Situation = ReturnType<typeof situation>;

export const dnatRule = {
  IpProtocol: 'TCP',
  PublicIpAddress: ips.first,
  PublicPort: 80,
  PrivateIpAddress: '10.2.1.10',
  PrivatePort: 8080,
};
export const existingDnat = { ...dnatRule, PublicPort: 443, PrivatePort: 8443 };

export const snatRule = {
  ResourceId: 'subnet-web',
  ResourceType: 'SUBNET',
  PrivateIpAddress: '10.2.9.0/24',
  PublicIpAddresses: [ips.first],
  Description: '',
};

/** A request each operation accepts in that situation. */
export function validRequest(operation: string, { vpc, vpcId, subnetId }: Situation): Parameters {
  const NatGatewayId = 'nat-shop';
  const place = { VpcId: vpcId, NatGatewayId };
  const requests: Readonly<Record<string, Parameters>> = {
    CreateNatGateway: { NatGatewayName: 'third', VpcId: vpcId, PublicIpAddresses: [ips.free] },
    DescribeNatGateways: { NatGatewayIds: [NatGatewayId] },
    DeleteNatGateway: { NatGatewayId },
    ModifyNatGatewayAttribute: { NatGatewayId, NatGatewayName: 'renamed' },
    ModifyNatGatewayAdvancedAttribute: { NatGatewayId, UDPMappingTimeout: 60 },
    ResetNatGatewayConnection: { NatGatewayId, MaxConcurrentConnection: 3_000_000 },
    UpgradeNatGatewayProductVersion: { VpcId: vpcId, NatGatewayId: 'nat-plain', Force: 0 },
    AssociateNatGatewayAddress: { NatGatewayId, PublicIpAddresses: [ips.free] },
    DisassociateNatGatewayAddress: { NatGatewayId, PublicIpAddresses: [ips.first] },
    DescribeNatGatewayZones: {},
    CreateNatGatewayDestinationIpPortTranslationNatRule: {
      NatGatewayId,
      DestinationIpPortTranslationNatRules: [dnatRule],
    },
    DescribeNatGatewayDestinationIpPortTranslationNatRules: { NatGatewayIds: [NatGatewayId] },
    ModifyNatGatewayDestinationIpPortTranslationNatRule: {
      NatGatewayId,
      SourceNatRule: existingDnat,
      DestinationNatRule: dnatRule,
    },
    DeleteNatGatewayDestinationIpPortTranslationNatRule: {
      NatGatewayId,
      DestinationIpPortTranslationNatRules: [existingDnat],
    },
    CreateNatGatewaySourceIpTranslationNatRule: { NatGatewayId, SourceIpTranslationNatRules: [snatRule] },
    DescribeNatGatewaySourceIpTranslationNatRules: { NatGatewayId },
    ModifyNatGatewaySourceIpTranslationNatRule: {
      NatGatewayId,
      SourceIpTranslationNatRule: { ...snatRule, ResourceId: subnetId, NatGatewaySnatId: 'snat-subnet' },
    },
    DeleteNatGatewaySourceIpTranslationNatRule: { NatGatewayId, NatGatewaySnatIds: ['snat-subnet'] },
    DescribeNatGatewayDirectConnectGatewayRoute: place,
    RefreshDirectConnectGatewayRouteToNatGateway: { ...place, DryRun: true },
    AssociateDirectConnectGatewayNatGateway: { ...place, DirectConnectGatewayId: 'dcg-free' },
    DisassociateDirectConnectGatewayNatGateway: { ...place, DirectConnectGatewayId: 'dcg-bound' },
    DescribeNatGatewayFlowMonitorDetail: { NatGatewayId, TimePoint: '2026-03-01T00:00:00+08:00' },
    EnableGatewayFlowMonitor: { GatewayId: NatGatewayId },
    DisableGatewayFlowMonitor: { GatewayId: NatGatewayId },
    CheckGatewayFlowMonitor: { GatewayId: NatGatewayId },
    DescribeGatewayFlowMonitorDetail: { NatId: NatGatewayId, TimePoint: '2026-03-01 00:00:00' },
    ModifyGatewayFlowQos: { GatewayId: NatGatewayId, Bandwidth: 10, IpAddresses: ['10.2.1.10'] },
    DescribeGatewayFlowQos: { GatewayId: NatGatewayId, IpAddresses: ['10.2.1.10'] },
    AllocateAddresses: { AddressCount: 1 },
    DescribeAddresses: { AddressIds: ['eip-free'] },
    AssociateAddress: { AddressId: 'eip-free', InstanceId: 'ins-web' },
    DisassociateAddress: { AddressId: 'eip-ofserver' },
    ReleaseAddresses: { AddressIds: ['eip-free'] },
    ModifyAddressAttribute: { AddressId: 'eip-free', AddressName: 'renamed' },
    ModifyAddressesBandwidth: { AddressIds: ['eip-free'], InternetMaxBandwidthOut: 50 },
    ModifyAddressInternetChargeType: {
      AddressId: 'eip-free',
      InternetChargeType: 'BANDWIDTH_POSTPAID_BY_HOUR',
      InternetMaxBandwidthOut: 50,
    },
    DescribeAddressQuota: {},
    DescribeNetworkAccountType: {},
    DescribeAddressBandwidthRange: { AddressIds: ['eip-free'] },
    InquiryPriceAllocateAddresses: {
      InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      InternetMaxBandwidthOut: 1,
    },
    DescribeTaskResult: { TaskId: 1 },
    DescribeVpcTaskResult: { TaskId: '' },
    CreateBandwidthPackage: { NetworkType: 'BGP' },
    DescribeBandwidthPackages: { BandwidthPackageIds: ['bwp-main'] },
    AddBandwidthPackageResources: { BandwidthPackageId: 'bwp-main', ResourceIds: ['eip-free'] },
    RemoveBandwidthPackageResources: { BandwidthPackageId: 'bwp-main', ResourceIds: ['eip-packaged'] },
    DeleteBandwidthPackage: { BandwidthPackageId: 'bwp-empty' },
    ModifyBandwidthPackageAttribute: { BandwidthPackageId: 'bwp-main', BandwidthPackageName: 'renamed' },
    ModifyBandwidthPackageBandwidth: { BandwidthPackageId: 'bwp-main', InternetMaxBandwidth: 200 },
    DescribeBandwidthPackageResources: { BandwidthPackageId: 'bwp-main' },
    DescribeBandwidthPackageQuota: {},
    DescribeVpcs: { VpcIds: [vpcId] },
    DescribeSubnets: { SubnetIds: [subnetId] },
    DescribeRouteTables: {},
    DescribeVpcLimits: { LimitTypes: ['vpc-max-nat-gateways'] },
    DescribeNetworkInterfaces: { NetworkInterfaceIds: ['eni-web'] },
    ModifyResourceTags: {
      Resource: 'qcs::vpc:ap-guangzhou:uin/:nat/nat-shop',
      ReplaceTags: [{ TagKey: 'city', TagValue: 'gz' }],
    },
  };
  const request = requests[operation];
  if (request === undefined) throw new Error(`no request is prepared for ${operation}`);
  return { ...request, ...prepared[operation]?.(vpc, vpcId) };
}

/** What some requests need to exist that nothing else may meet. */
const prepared: Readonly<Record<string, (vpc: Vpc, vpcId: string) => Parameters>> = {
  UpgradeNatGatewayProductVersion(vpc, vpcId) {
    const gateways = [{ natId: 'nat-plain', name: 'plain' }];
    vpc.cloud.seed({ vpcs: [{ region: 'ap-guangzhou', vpcId, gateways }] });
    return {};
  },
  DeleteBandwidthPackage(vpc) {
    vpc.cloud.seed({ packages: [{ region: 'ap-guangzhou', packageId: 'bwp-empty' }] });
    return {};
  },
  DescribeTaskResult(vpc) {
    const { TaskId } = vpc.call('ReleaseAddresses', { AddressIds: ['eip-spare'] });
    return { TaskId: Number(TaskId) };
  },
  DescribeVpcTaskResult(vpc) {
    const write = { NatGatewayId: 'nat-standard', PublicIpAddresses: [ips.spare] };
    return { TaskId: vpc.call('AssociateNatGatewayAddress', write).RequestId };
  },
};
