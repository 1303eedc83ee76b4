import type { Row, Rows } from './documented.ts';

const nameMalformed: Row = [400, 'InvalidParameter.Name.Malformed', 'The specified Name is not valid.'];
const descriptionMalformed: Row = [
  400,
  'InvalidParameter.Description.Malformed',
  'The specified Description is not valid.',
];
const specUnsupported: Row = [
  400,
  'InvalidParameter.Spec.ValueNotSupported',
  'The specified Spec is not valid.',
];
const nameAndDescription: Rows = {
  'parameter-malformed:Name': nameMalformed,
  'parameter-malformed:Description': descriptionMalformed,
};
/** The product's own words for a missing parameter; where no document has them the gateway answers `Missing<Name>`. */
const mandatory: Row = [400, 'MissingParameter', 'Miss mandatory parameter.'];
const mandatoryForEntry: Row = [400, 'MissingParameter', 'Missing mandatory parameter'];

const forwardMalformed: Rows = {
  'parameter-malformed:ExternalIp': [
    400,
    'InvalidExternalIp.Malformed',
    'The specified ExternalIp is not a valid IP address.',
  ],
  'parameter-malformed:InternalIp': [
    400,
    'InvalidInternalIp.Malformed',
    'The specified InternalIp is not a valid IP address.',
  ],
  'parameter-malformed:ExternalPort': [
    400,
    'InvalidExternalPort.Malformed',
    'The specified ExternalPort is not a valid port.',
  ],
  'parameter-malformed:InternalPort': [
    400,
    'InvalidInternalPort.Malformed',
    'The specified InternalPort is not a valid port.',
  ],
  'parameter-malformed:IpProtocol': [
    400,
    'InvalidProtocol.ValueNotSupported',
    'The specified IpProtocol does not support.',
  ],
};

const snatMalformed: Rows = {
  'parameter-malformed:SnatIp': [
    400,
    'InvalidSnatIp.Malformed',
    'The specified SnatIp is not a valid IP address.',
  ],
  'parameter-malformed:SnatEntryName': nameMalformed,
};

const ipCountUnsupported: Row = [
  400,
  'InvalidIpCount.ValueNotSupported',
  'The specified value of IpCount not supported.',
];
const bandwidthUnsupported: Row = [
  404,
  'InvalidBandwidth.ValueNotSupported',
  'The specified value of Bandwidth not supported.',
];

/** What the calls on attributes and entries answer while their gateway is on its way: codes clients retry on. */
const gatewayBusy: Rows = {
  'gateway-busy': [400, 'IncorrectStatus.NATGW', 'The status of NAT gateway is incorrect.'],
};
/** The code that clients of NAT addresses retry on. */
const natIpBusy: Rows = {
  'gateway-busy': [400, 'IncorrectStatus.NatGateway', 'The status of NAT gateway is incorrect.'],
};
const forwardStillBinding: Rows = {
  'address-still-binding': [
    400,
    'OperationUnsupported.EipInBinding',
    'Create forward entry with eip in associating status is unsupported.',
  ],
};

/** Where an operation has its own code or message for a rule. */
export const operationRefusals: Readonly<Record<string, Rows>> = {
  CreateNatGateway: {
    'parameter-malformed:Name of Normal': [
      400,
      'InvalidNatGatewayName.Malformed',
      'NatGateway name is not valid.',
    ],
    'parameter-malformed:Description of Normal': [
      400,
      'InvalidNatGatewayDescription.Malformed',
      'NatGateway description is not valid.',
    ],
    ...nameAndDescription,
    'parameter-missing': mandatory,
    'parameter-unsupported:Spec': specUnsupported,
    'parameter-unsupported:BandwidthPackage.ISP': [
      400,
      'InvalidParameter.BandwidthPackage.Isp.ValueNotSupport',
      'The specified ISP of BandwidthPackage is not valid.',
    ],
  },
  ModifyNatGatewayAttribute: { ...nameAndDescription, ...gatewayBusy },
  DeleteNatGateway: {
    'gateway-busy:Deleting': [404, 'IncorrectStatus.NatGateway', 'The status of NAT gateway is incorrect.'],
  },
  ModifyNatGatewaySpec: { 'parameter-unsupported:Spec': specUnsupported },
  UpdateNatGatewayNatType: {
    'gateway-not-found': [400, 'NATGW_NOT_EXIST', 'The specified NAT gateway does not exist.'],
    'vswitch-not-found': [400, 'OperationFailed.VswitchNotExist', 'The specified VSwitch does not exist.'],
    'vswitch-not-in-vpc': [
      400,
      'OperationFailed.VSwitchNotBelongToVpc',
      'Operation failed because the specified VSwitch is not bound to the same VPC with NAT gateway.',
    ],
  },
  CreateNatIp: natIpBusy,
  DeleteNatIp: natIpBusy,
  ModifyNatIpAttribute: natIpBusy,
  CreateNatIpCidr: natIpBusy,
  DeleteNatIpCidr: natIpBusy,
  ModifyNatIpCidrAttribute: natIpBusy,
  AssociateEipAddress: {
    'address-instance-type:NatGateway': [
      400,
      'Invalid.DirectEip.BindType',
      'The specified InstanceType cannot be bound directly.',
    ],
  },
  CreateForwardEntry: {
    ...forwardMalformed,
    ...gatewayBusy,
    ...forwardStillBinding,
    'parameter-malformed:ForwardEntryName': nameMalformed,
    'parameter-missing': mandatoryForEntry,
    'forward-internal-outside:Normal': [
      400,
      'Forbidden.DestinationIpOutOfVpcCIDR',
      'The specified Internal Ip is Out of VPC CIDR.',
    ],
    'forward-internal-outside:Enhanced': [
      400,
      'Forbidden.InternalIpOutOfVpcCIDR',
      'The specified Internal Ip is Out of VPC CIDR.',
    ],
    'forward-external-not-here': [400, 'InvalidIp.NotInNatgw', 'The specified Ip not belong to natgateway.'],
    'forward-instance-has-address': [400, 'Forbindden', 'The specified Instance already bind eip'],
  },
  ModifyForwardEntry: {
    ...forwardMalformed,
    ...gatewayBusy,
    ...forwardStillBinding,
    'parameter-malformed:ForwardEntryName': nameMalformed,
  },
  DescribeForwardTableEntries: {
    'forward-table-not-found': [
      404,
      'InvalidForwardTableId.NotFound',
      'Specified forwardTableId does not exist',
    ],
  },
  DeleteForwardEntry: { ...gatewayBusy, 'parameter-missing': mandatoryForEntry },
  CreateSnatEntry: { ...snatMalformed, ...gatewayBusy },
  ModifySnatEntry: { ...snatMalformed, ...gatewayBusy },
  DeleteSnatEntry: {
    ...gatewayBusy,
    'snat-not-found': [404, 'InvalidSnatEntryId.NotFound', 'Specified Snat entry ID does not exist'],
  },
  CreateBandwidthPackage: {
    ...nameAndDescription,
    'parameter-missing': mandatory,
    'parameter-unsupported:ISP': [
      400,
      'InvalidParameter.BandwidthPackage.n.ISP.ValueNotSupport',
      'The specified ISP of BandwidthPackage is not valid.',
    ],
    'parameter-unsupported:Bandwidth': bandwidthUnsupported,
    'gateway-not-found': [404, 'NATGW_NOT_EXIST', 'The NatGateway not exist.'],
  },
  ModifyBandwidthPackageAttribute: nameAndDescription,
  ModifyBandwidthPackageSpec: {
    'parameter-malformed:Bandwidth': bandwidthUnsupported,
    'parameter-unsupported:Bandwidth': bandwidthUnsupported,
  },
  AddBandwidthPackageIps: {
    'parameter-malformed:IpCount': ipCountUnsupported,
    'parameter-unsupported:IpCount': ipCountUnsupported,
    'package-locked': [
      404,
      'BandwidthPackage.FinancialLocked',
      'The specified BandwidthPackage has been Financail Lock.',
    ],
  },
  RemoveBandwidthPackageIps: {
    'package-used-by-forward': [
      400,
      'DependencyViolation.ForwardEntry',
      'The ip has been used by ForwardEntry.',
    ],
    'package-used-by-snat': [400, 'DependencyViolation.SnatEntry', 'The ip has been used by SnatEntry.'],
  },
};
