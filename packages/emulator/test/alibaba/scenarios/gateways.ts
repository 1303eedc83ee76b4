import type { Parameters } from '../bench.ts';
import { changed, type Scenario, type Stage } from '../stage.ts';

const region = 'cn-qingdao';

/** Seeds something and then makes the valid call with some parameters changed. */
function given(seed: unknown, parameters: Parameters = {}): Scenario {
  return (stage, operation) => {
    stage.cloud.seed(seed);
    return changed(parameters)(stage, operation);
  };
}

function vpc(traits: object, vSwitch: object = {}) {
  const vSwitches = [{ id: 'vsw-new', zone: `${region}-a`, cidr: '10.210.0.0/24', ...vSwitch }];
  return { id: 'vpc-new', region, cidr: '10.210.0.0/16', ...traits, vSwitches };
}

const inNewVpc = { VpcId: 'vpc-new', VSwitchId: 'vsw-new' };

/** The gateway of another place than the stage's. */
function lastGateway(stage: Stage, regionId = region): string {
  const body = stage.must('DescribeNatGateways', { RegionId: regionId });
  const gateways = body.at('NatGateways.NatGateway');
  const last = Array.isArray(gateways) ? gateways.length - 1 : 0;
  return body.text(`NatGateways.NatGateway.${last}.NatGatewayId`);
}

/** Converts a Normal gateway in a VPC with these traits. */
function convertInside(traits: object): Scenario {
  return (stage, operation) => {
    stage.cloud.seed({
      vpcs: [vpc(traits)],
      gateways: [{ region, vpc: 'vpc-new', natType: 'Normal' }],
    });
    return changed({ NatGatewayId: lastGateway(stage), VSwitchId: 'vsw-new' })(stage, operation);
  };
}

/** Converts a Normal gateway of another region. */
function convertIn(regionId: string): Scenario {
  return (stage, operation) => {
    stage.cloud.seed({ gateways: [{ region: regionId, natType: 'Normal' }] });
    return changed({ RegionId: regionId, NatGatewayId: lastGateway(stage, regionId) })(stage, operation);
  };
}

export const gatewayScenarios: Readonly<Record<string, Scenario>> = {
  'the gateway does not exist': changed({ NatGatewayId: 'ngw-none' }),
  'the VPC does not exist': changed({ VpcId: 'vpc-none' }),
  'the VPC is being created': given({ vpcs: [vpc({ status: 'creating' })] }, inNewVpc),
  'the VPC is being deleted': given({ vpcs: [vpc({ status: 'deleting' })] }, inNewVpc),
  'the vSwitch is being created': given({ vpcs: [vpc({}, { status: 'creating' })] }, inNewVpc),
  'the vSwitch does not exist': (stage, operation) =>
    operation === 'CreateSnatEntry'
      ? changed({ SourceCIDR: '', SourceVSwitchId: 'vsw-none' })(stage, operation)
      : changed({ VSwitchId: 'vsw-none' })(stage, operation),
  'the vSwitch belongs to another VPC': changed({ VSwitchId: 'vsw-legacy' }),
  'the route table is full': given({ vpcs: [vpc({ customRoutes: 200 })] }, inNewVpc),
  'the service linked role may not be created': given({ account: { mayCreateServiceRole: false } }),
  'the spec is the current one': changed({ Spec: 'Small' }),
  'the gateway has bandwidth packages': (stage, operation) =>
    changed({ NatGatewayId: stage.legacy.id, VSwitchId: 'vsw-legacy', Force: false })(stage, operation),

  'conversion is not offered in the region': convertIn('cn-hangzhou'),
  'Enhanced gateways are not sold in the region': convertIn('cn-huhehaote'),
  'the target type is not Enhanced': changed({ NatType: 'Normal' }),
  'the VPC is attached to CEN': convertInside({ attachedToCen: true }),
  'the VPC has a router interface': convertInside({ routerInterface: true }),
  'Enhanced gateways are out of stock in the zone': given({
    zones: { 'cn-qingdao-a': { enhancedStock: 0 } },
  }),
  'the account may not have Enhanced gateways': given({ account: { enhancedAllowed: false } }),
  'the VPC is full of Enhanced gateways': (stage, operation) => {
    stage.cloud.seed({ gateways: [{ region, vpc: 'vpc-main' }] });
    return given({ account: { quotas: { gatewaysPerVpc: 1 } } })(stage, operation);
  },
  'the SNAT table is above its quota': given({ account: { quotas: { snatEntriesPerTable: 0 } } }),
  'the DNAT table is above its quota': given({ account: { quotas: { forwardEntriesPerTable: 0 } } }),
  'the gateway is changing': (stage, operation) => {
    stage.must('ModifyNatGatewaySpec', stage.valid('ModifyNatGatewaySpec'), 'stuck');
    return changed({})(stage, operation);
  },
  'an address of the gateway is on its way': (stage, operation) => {
    stage.must('UnassociateEipAddress', { AllocationId: stage.spareId });
    return changed({})(stage, operation);
  },
  'an SNAT entry of the gateway is on its way': (stage, operation) => {
    stage.must('CreateSnatEntry', stage.valid('CreateSnatEntry'));
    return changed({})(stage, operation);
  },
  'a DNAT entry of the gateway is on its way': (stage, operation) => {
    stage.must('CreateForwardEntry', stage.valid('CreateForwardEntry'));
    return changed({})(stage, operation);
  },
  'the route of the gateway is on its way': (stage, operation) => {
    stage.cloud.seed({ account: { lag: 3 } });
    const created = stage.must('CreateNatGateway', { VpcId: stage.roomy.vpcId, NatType: 'Normal' });
    const NatGatewayId = created.text('NatGatewayId');
    stage.pass(90);
    return changed({ NatGatewayId, VSwitchId: stage.roomy.vSwitchId })(stage, operation);
  },
  'the addresses are in too many shared packages': (stage, operation) => {
    stage.cloud.seed({
      vpcs: [vpc({})],
      gateways: [{ region, vpc: 'vpc-new', natType: 'Normal', addresses: 5 }],
    });
    const NatGatewayId = lastGateway(stage);
    for (let index = 0; index < 5; index += 1) shareAlone(stage, NatGatewayId, index);
    return changed({ NatGatewayId, VSwitchId: 'vsw-new' })(stage, operation);
  },
};

/** Puts one address of a gateway into a shared bandwidth package of its own. */
function shareAlone(stage: Stage, gatewayId: string, index: number): void {
  const shared = stage.must('CreateCommonBandwidthPackage', { Bandwidth: 10 });
  const bound = stage.must('DescribeEipAddresses', { AssociatedInstanceId: gatewayId });
  stage.must('AddCommonBandwidthPackageIp', {
    BandwidthPackageId: shared.text('BandwidthPackageId'),
    IpInstanceId: bound.text(`EipAddresses.EipAddress.${index}.AllocationId`),
  });
}
