import { type Answer, type Bench, createBench, type Parameters } from './bench.ts';

/**
 * A small account in cn-qingdao on which every documented operation succeeds once:
 *
 * - `gateway`, Normal, with four EIPs: `snatIp` and `forwardIp` in use by one entry each, `spareIp` and `otherIp` free
 * - `legacy`, Normal, in a VPC of its own, with a NAT bandwidth package of three addresses
 * - `roomy`, a VPC without gateways, and `idle`, an EIP bound to nothing
 */
export interface Stage extends Bench {
  readonly gateway: StagedGateway;
  readonly legacy: StagedGateway;
  readonly roomy: { readonly vpcId: string; readonly vSwitchId: string };
  readonly snatIp: string;
  readonly forwardIp: string;
  readonly spareIp: string;
  readonly otherIp: string;
  readonly spareId: string;
  readonly idleIp: string;
  readonly snatEntryId: string;
  readonly forwardEntryId: string;
  readonly packageId: string;
  readonly packageIps: readonly string[];
  /** Parameters with which the operation succeeds on this stage. */
  valid(operation: string): Parameters;
}

interface StagedGateway {
  readonly id: string;
  readonly snatTableId: string;
  readonly forwardTableId: string;
}

export const serverWithAddress = '10.1.0.99';

export function createStage(): Stage {
  const bench = createBench();
  const { cloud, network } = bench;
  const region = network.regionId;
  cloud.seed({
    vpcs: [
      vpc('vpc-legacy', '10.200.0.0/16', 'vsw-legacy'),
      vpc('vpc-roomy', '10.201.0.0/16', 'vsw-roomy'),
      {
        ...vpc('vpc-main', '10.1.0.0/16', 'vsw-main'),
        serversWithAddress: [serverWithAddress],
        vSwitches: [
          { id: 'vsw-main', zone: `${region}-a`, cidr: '10.1.0.0/24' },
          { id: 'vsw-havip', zone: `${region}-a`, cidr: '10.1.7.0/24', virtualAddress: true },
        ],
      },
    ],
    addresses: [{ region }],
    gateways: [
      {
        region,
        vpc: 'vpc-main',
        natType: 'Normal',
        addresses: 4,
        snat: [{ addresses: [0], vSwitch: 'vsw-main' }],
        forward: [{ address: 1, externalPort: '80', internalIp: '10.1.0.20', internalPort: '80' }],
      },
      { region, vpc: 'vpc-legacy', natType: 'Normal', packages: [{ bandwidth: 5, ipCount: 3 }] },
    ],
  });
  return { ...bench, ...survey(bench) };

  function vpc(id: string, cidr: string, vSwitchId: string) {
    const zone = `${region}-a`;
    return { id, region, cidr, vSwitches: [{ id: vSwitchId, zone, cidr: cidr.replace('/16', '/24') }] };
  }
}

/** Finds out by asking what the seed has made. */
function survey(bench: Bench): Omit<Stage, keyof Bench> {
  const { must } = bench;
  const gateways = must('DescribeNatGateways');
  const gateway = stagedGateway((path) => gateways.text(`NatGateways.NatGateway.0.${path}`));
  const legacy = stagedGateway((path) => gateways.text(`NatGateways.NatGateway.1.${path}`));
  const addresses = must('DescribeEipAddresses');
  const address = (index: number, field = 'IpAddress') =>
    addresses.text(`EipAddresses.EipAddress.${index}.${field}`);
  const packages = must('DescribeBandwidthPackages');
  const packageIp = (index: number) =>
    packages.text(
      `BandwidthPackages.BandwidthPackage.0.PublicIpAddresses.PublicIpAdresse.${index}.IpAddress`,
    );
  const snatEntries = must('DescribeSnatTableEntries', { SnatTableId: gateway.snatTableId });
  const forwardEntries = must('DescribeForwardTableEntries', { ForwardTableId: gateway.forwardTableId });
  const stage = {
    gateway,
    legacy,
    roomy: { vpcId: 'vpc-roomy', vSwitchId: 'vsw-roomy' },
    idleIp: address(0),
    snatIp: address(1),
    forwardIp: address(2),
    spareIp: address(3),
    spareId: address(3, 'AllocationId'),
    otherIp: address(4),
    snatEntryId: snatEntries.text('SnatTableEntries.SnatTableEntry.0.SnatEntryId'),
    forwardEntryId: forwardEntries.text('ForwardTableEntries.ForwardTableEntry.0.ForwardEntryId'),
    packageId: packages.text('BandwidthPackages.BandwidthPackage.0.BandwidthPackageId'),
    packageIps: [packageIp(0), packageIp(1), packageIp(2)],
  };
  return { ...stage, valid: (operation) => validParameters(stage)[operation] ?? {} };
}

function stagedGateway(text: (path: string) => string): StagedGateway {
  return {
    id: text('NatGatewayId'),
    snatTableId: text('SnatTableIds.SnatTableId.0'),
    forwardTableId: text('ForwardTableIds.ForwardTableId.0'),
  };
}

type Facts = Omit<Stage, keyof Bench | 'valid'>;

function validParameters(stage: Facts): Readonly<Record<string, Parameters>> {
  const gateway = { NatGatewayId: stage.gateway.id };
  const forward = { ForwardTableId: stage.gateway.forwardTableId };
  const snat = { SnatTableId: stage.gateway.snatTableId };
  const natPackage = { BandwidthPackageId: stage.packageId };
  return {
    CreateNatGateway: {
      VpcId: stage.roomy.vpcId,
      VSwitchId: stage.roomy.vSwitchId,
      NatType: 'Enhanced',
    },
    ModifyNatGatewayAttribute: { ...gateway, Name: 'renamed' },
    ListEnhancedNatGatewayAvailableZones: {},
    UpdateNatGatewayNatType: { ...gateway, NatType: 'Enhanced', VSwitchId: 'vsw-main' },
    GetNatGatewayConvertStatus: gateway,
    ModifyNatGatewaySpec: { ...gateway, Spec: 'Large' },
    DescribeNatGateways: {},
    DeleteNatGateway: { ...gateway, Force: true },
    CreateForwardEntry: {
      ...forward,
      ExternalIp: stage.spareIp,
      ExternalPort: 8080,
      InternalIp: '10.1.0.30',
      InternalPort: 80,
      IpProtocol: 'TCP',
    },
    ModifyForwardEntry: { ...forward, ForwardEntryId: stage.forwardEntryId, ExternalPort: 81 },
    DescribeForwardTableEntries: forward,
    DeleteForwardEntry: { ...forward, ForwardEntryId: stage.forwardEntryId },
    CreateSnatEntry: { ...snat, SnatIp: stage.spareIp, SourceCIDR: '10.1.1.0/24' },
    ModifySnatEntry: { ...snat, SnatEntryId: stage.snatEntryId, SnatIp: stage.spareIp },
    DescribeSnatTableEntries: snat,
    DeleteSnatEntry: { ...snat, SnatEntryId: stage.snatEntryId },
    CreateBandwidthPackage: { NatGatewayId: stage.legacy.id, Bandwidth: 5, IpCount: 2 },
    DescribeBandwidthPackages: {},
    ModifyBandwidthPackageAttribute: { ...natPackage, Name: 'renamed' },
    ModifyBandwidthPackageSpec: { ...natPackage, Bandwidth: 10 },
    AddBandwidthPackageIps: { ...natPackage, IpCount: 2 },
    RemoveBandwidthPackageIps: { ...natPackage, 'RemovedIpAddresses.1': stage.packageIps[0] ?? '' },
    DeleteBandwidthPackage: natPackage,
    ConvertBandwidthPackage: natPackage,
  };
}

export type Scenario = (stage: Stage, operation: string) => Answer;

/** The valid call with some parameters changed. */
export function changed(parameters: Parameters): Scenario {
  return (stage, operation) => stage.call(operation, { ...stage.valid(operation), ...parameters });
}
