import { changed, type Scenario } from '../stage.ts';

/** What a call must carry besides the region, one per operation. */
const mandatory: Readonly<Record<string, string>> = {
  CreateNatGateway: 'VpcId',
  CreateForwardEntry: 'ExternalIp',
  DeleteForwardEntry: 'ForwardEntryId',
  CreateBandwidthPackage: 'NatGatewayId',
};

const nameParameters: Readonly<Record<string, string>> = {
  CreateForwardEntry: 'ForwardEntryName',
  CreateSnatEntry: 'SnatEntryName',
  ModifySnatEntry: 'SnatEntryName',
};

const packageForm = { NatType: 'Normal', VSwitchId: '', 'BandwidthPackage.1.IpCount': 1 };

/** The parameter of a package, in the form that comes with a gateway or on its own. */
function ofPackage(name: string, isp: string): (value: string | number) => Scenario {
  return (value) => (stage, operation) =>
    operation === 'CreateNatGateway'
      ? changed({ ...packageForm, [`BandwidthPackage.1.${isp}`]: value })(stage, operation)
      : changed({ [name]: value })(stage, operation);
}

export const parameterScenarios: Readonly<Record<string, Scenario>> = {
  'the region is unknown': changed({ RegionId: 'cn-nowhere' }),
  'a mandatory parameter is missing': (stage, operation) =>
    changed({ [mandatory[operation] ?? '']: '' })(stage, operation),
  'the name breaks the rule': (stage, operation) =>
    changed({ [nameParameters[operation] ?? 'Name']: '1st' })(stage, operation),
  'the description breaks the rule': changed({ Description: 'https://example.com' }),
  'the name of a Normal gateway breaks the rule': changed({ NatType: 'Normal', Name: 'x' }),
  'the description of a Normal gateway breaks the rule': changed({ NatType: 'Normal', Description: 'x' }),
  'the spec is unknown': changed({ Spec: 'Huge' }),
  'the public address is no address': (stage, operation) =>
    changed(operation.includes('Snat') ? { SnatIp: 'eip-1' } : { ExternalIp: '300.1.1.1' })(stage, operation),
  'the private address is no address': changed({ InternalIp: '10.1.0' }),
  'the public port is no port': changed({ ExternalPort: 65536 }),
  'the private port is no port': changed({ InternalPort: 'http' }),
  'the protocol is unknown': changed({ IpProtocol: 'ICMP' }),
  'both sources are named': changed({ SourceVSwitchId: 'vsw-main' }),
  'the bandwidth is out of range': changed({ Bandwidth: 1001 }),
  'the number of addresses is out of range': changed({ IpCount: 0 }),
  'two bandwidth packages come with the gateway': changed({
    ...packageForm,
    'BandwidthPackage.2.IpCount': 1,
  }),
  'the package asks for too many addresses': ofPackage('IpCount', 'IpCount')(51),
  'the line type of the package is unknown': ofPackage('ISP', 'ISP')('ChinaTelecom'),
  'the zone of the package does not exist': ofPackage('Zone', 'Zone')('cn-qingdao-z'),
  'the zone of the package has no free address': (stage, operation) => {
    stage.cloud.seed({ zones: { 'cn-qingdao-b': { publicAddresses: 0 } } });
    return ofPackage('Zone', 'Zone')('cn-qingdao-b')(stage, operation);
  },
  'no zone has addresses for the package': (stage, operation) => {
    const empty = { publicAddresses: 0 };
    stage.cloud.seed({ zones: { 'cn-qingdao-a': empty, 'cn-qingdao-b': empty } });
    return ofPackage('IpCount', 'IpCount')(1)(stage, operation);
  },
};
