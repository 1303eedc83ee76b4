import type { Rule } from '../../world/alibaba/refusal.ts';

/** HTTP status, code, message. `{name}` is filled in from the refusal. Misspellings are the documents' own. */
export type Row = readonly [status: number, code: string, message: string];

/** A rule, or the variant of a rule that a refusal names (a parameter, a gateway type). */
type RowKey = Rule | `${Rule}:${string}`;
export type Rows = { readonly [Key in RowKey]?: Row };

/** Rows that read the same wherever they occur: NAT gateway API reference of 2020-09-25 and the current pages. */
export const documentedRefusals = {
  'address-not-found': [404, 'InvalidAllocationId.NotFound', 'The specified AllocationId is not found.'],
  'address-instance-not-found': [404, 'InvalidInstanId.NotFound', 'The specified InstanceId is not found.'],
  'address-instance-type': [
    400,
    'InvalidInstanceType.ValueNotSupported',
    'The specified InstanceType is not supported.',
  ],
  'address-duplicated': [400, 'InvalidAssociation.Duplicated', 'The EIP is already associated.'],
  'address-entries-busy': [
    400,
    'InvalidStatus.SnatOrDnat',
    'The status of an SNAT or DNAT entry that uses the address is incorrect.',
  ],
  'address-not-idle': [
    400,
    'IncorrectEipStatus',
    'Current elastic IP status does not support this operation.',
  ],
  'address-not-bound': [
    400,
    'IncorrectEipStatus',
    'Current elastic IP status does not support this operation.',
  ],
  'address-quota': [
    400,
    'QuotaExceeded.NumberOfEip',
    'The number of EIPs of the NAT gateway exceeds its quota.',
  ],
  'address-with-packages': [
    400,
    'EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP',
    'An EIP cannot be associated with a NAT gateway that has NAT bandwidth packages.',
  ],
  'address-locked': [400, 'Forbidden.FinancialLocked', 'The EIP or its instance is financially locked.'],
  'address-prepaid': [400, 'Forbidden.ChargeTypeIsPrepaid', 'A subscription EIP cannot be released.'],
  'address-protected': [
    400,
    'InvalidOperation.DeletionProtection',
    'The instance cannnot delete because of deletion protecion.',
  ],
  'address-in-use-by-snat': [
    400,
    'InvalidIpStatus.HasBeenUsedBySnatTable',
    'The specified EIP has been used by an SNAT entry.',
  ],
  'address-in-use-by-forward': [
    400,
    'InvalidIpStatus.HasBeenUsedByForwardEntry',
    'The specified EIP has been used by a forward entry.',
  ],
  'address-still-binding': [
    400,
    'OperationUnsupported.EipInBinding',
    'Create snat entry with eip in associating status is unsupported.',
  ],
  'address-just-bound': [
    400,
    'OperationUnsupported.EipNatGWCheck',
    'eip [{ip}] not bind natgateway is unsupported.',
  ],
  'conversion-not-offered': [
    400,
    'OperationUnsupported.NatConvert',
    'The NAT gateway conversion function is not supported.',
  ],
  'conversion-target': [
    400,
    'OperationFailed.NatTypeNotEnhanced',
    'Operation failed because the specified NAT gateway type is not enhanced.',
  ],
  'conversion-with-packages': [
    400,
    'OperationFailed.NatGwBindWithBandwidthPackage',
    'Operation failed because the NAT gateway is bound to bandwidth packages.',
  ],
  'conversion-shared-packages': [
    400,
    'InvalidBandwidthPackageIdNumber.NotSupported',
    'The number of BandwidthPackageIds exceeds the limit.',
  ],
  'conversion-vpc-attached': [
    400,
    'OperationUnsupported.VpcAttachedCen',
    'Operation failed because the VPC is attached to CEN.',
  ],
  'conversion-vpc-interface': [
    400,
    'OperationUnsupported.RouterInterfaceExist',
    'Operation failed because the VPC has a router interface.',
  ],
  'converting-address-busy': [
    400,
    'OperationFailed.EipInMiddleStatus',
    'Operation failed because the status of EIP associated with the specified NAT gateway is abnormal.',
  ],
  'converting-snat-busy': [
    400,
    'OperationFailed.SnatInMiddleStatus',
    'Operation failed because the status of the SNAT entry of the specified NAT gateway is abnormal.',
  ],
  'converting-forward-busy': [
    400,
    'OperationFailed.DnatInMiddleStatus',
    'Operation failed because the status of the DNAT entry associated with the NAT gateway is abnormal.',
  ],
  'converting-route-busy': [
    400,
    'OperationFailed.NatGwRouteInMiddleStatus',
    'Operation failed because the status of the route entry associated with the NAT gateway is abnormal.',
  ],
  'converting-snat-quota': [
    400,
    'OperationFailed.SnatQuotaExceed',
    'Operation failed because the maximum number of SNAT entry is exceeded.',
  ],
  'converting-forward-quota': [
    400,
    'OperationFailed.DnatQuotaExceed',
    'Operation failed because the maximum number of forward entry is exceeded.',
  ],
  'default-route-exists': [
    400,
    'RouterEntryConflict.Duplicated',
    "A route entry already exists, which CIDR is '0.0.0.0/0'",
  ],
  'delete-forward-busy': [
    400,
    'IncorrectStatus.ForwardEntry',
    'Some forward entries of the NAT gateway are not stable.',
  ],
  'delete-snat-busy': [
    400,
    'IncorrectStatus.SnatEntry',
    'Some SNAT entries of the NAT gateway are not stable.',
  ],
  'delete-with-nat-ips': [
    400,
    'DependencyViolation.NatIp',
    'There are NAT IP addresses on specified NatGateway, please delete them first.',
  ],
  'delete-with-nat-ip-cidrs': [
    400,
    'DependencyViolation.NatIpCidr',
    'There are NAT CIDR blocks on specified NatGateway, please delete them first.',
  ],
  'nat-ip-busy': [400, 'IncorrectStatus.NatIp', 'The status of the NAT IP address is incorrect.'],
  'nat-ips-busy': [409, 'OperationConflict', 'Request was denied due to conflict with a previous request.'],
  'nat-ip-used-by-snat': [400, 'DependencyViolation.SnatEntry', 'The ip has been used by SnatEntry.'],
  'nat-ip-used-by-forward': [
    400,
    'DependencyViolation.ForwardEntry',
    'The ip has been used by ForwardEntry.',
  ],
  'nat-ip-cidr-in-use': [
    400,
    'DependencyViolation.NatIp',
    'There are NAT IP addresses in the specified NAT CIDR block, please delete them first.',
  ],
  'delete-with-addresses': [
    400,
    'DependencyViolation.EIPS',
    'There are Eips on specified NatGateway, please unbind it first.',
  ],
  'delete-with-packages': [
    400,
    'DependencyViolation.BandwidthPackages',
    'There are BandwidthPackages on specified NatGateway not deleted.',
  ],
  'delete-with-snat': [
    400,
    'DependencyViolation.SnatEntry',
    'There are SnatEntries on specified NatGateway not deleted.',
  ],
  'delete-with-forward': [
    400,
    'DependencyViolation.ForwardEntry',
    'There are ForwardEntries on specified NatGateway not deleted.',
  ],
  'dry-run': [400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.'],
  'enhanced-not-sold': [
    400,
    'OperationFailed.EnhancedRegion',
    'Operation failed because enhanced NAT gateways are not available for sale in the specified region.',
  ],
  'enhanced-out-of-stock': [
    400,
    'OperationFailed.EnhancedInventoryNotEnough',
    'The enhanced NAT gateway inventory is insufficient in the specified zone.',
  ],
  'enhanced-quota': [
    400,
    'OperationFailed.EnhancedQuotaExceeded',
    'Operation failed because the maximum number of enhanced NAT gateways in the same VPC is exceeded.',
  ],
  'enhanced-unauthorized': [
    400,
    'OperationFailed.EnhancedUsersUnauthorized',
    'Operation failed because the user is not authorized to create an enhanced NAT gateway.',
  ],
  'forward-busy': [400, 'IncorretForwardEntryStatus', 'Some Forward entry status blocked this operation..'],
  'forward-already-deleted': [400, 'IncorretForwardEntryStatus', 'The Specified forwardEntry is not exist'],
  'forward-duplicated': [
    400,
    'OperationUnsupported.ForwardEntry',
    'Duplicated destination ip port is unsupported.',
  ],
  'forward-external-not-found': [
    404,
    'InvalidExternalIp.NotFound',
    'Specified External Ip address does not found on the VRouter',
  ],
  'forward-external-not-here': [
    404,
    'InvalidExternalIp.NotFound',
    'Specified External Ip address does not found on the VRouter',
  ],
  'forward-external-used-by-snat': [
    400,
    'Forbidden.ExternalIp.UsedInSnatTable',
    'The specified ExternalIp is already used in SnatTable',
  ],
  'forward-instance-has-address': [
    400,
    'Forbidden.Already.Bounded',
    'The specified instance already bounded',
  ],
  'forward-internal-outside': [
    400,
    'Forbidden.DestinationIpOutOfVpcCIDR',
    'The specified Destination Ip is Out of VPC CIDR.',
  ],
  'forward-not-found': [404, 'InvalidForwardEntryId.NotFound', 'Specified forward entry ID does not exist'],
  'forward-quota': [400, 'QuotaExceeded', 'Forward entry quota exceeded in this route table.'],
  'forward-table-not-found': [
    404,
    'InvalidForwardTableId.NotFound',
    'Specified forward table does not exist.',
  ],
  'gateway-busy': [400, 'IncorrectStatus.NatGateway', 'The status of NAT gateway is incorrect.'],
  'gateway-gone': [400, 'Invalid.natgwNotExist', 'The specified natgateway not exist.'],
  'gateway-locked': [400, 'NATGATEWAY_FINANCIALLOCKED', 'The specified NatGateway has been Financial Lock.'],
  'gateway-not-found': [
    404,
    'InvalidNatGatewayId.NotFound',
    'The specified NatGatewayId does not exist in our records.',
  ],
  'gateway-prepaid': [400, 'Forbidden.PrePaidNatGateway', 'The specified NatGateway is PrePaid.'],
  'gateway-protected': [
    400,
    'InvalidOperation.DeletionProtection',
    'The instance cannnot delete because of deletion protecion.',
  ],
  'package-address-elsewhere': [
    404,
    'invalidRemovedIpAddresses.NotFound',
    'Some of the specified value of RemovedIpAddress not found in specified BandwidthPackage.',
  ],
  'package-address-unknown': [
    400,
    'InvalidRemovedIpAddresses.NotFound',
    'Some of remove ip is not natPublicIp.',
  ],
  'package-addresses-all': [
    400,
    'InvalidIpCount.ValueNotSupported',
    'Can not remove all ips of the bandwidthPackage.',
  ],
  'package-addresses-quota': [
    400,
    'QuotaExceeded.BandwidthPackageIps',
    'The specified ipCount exceeded quota.',
  ],
  'package-locked': [
    404,
    'BandwidthPackage.FinancialLocked',
    'The specified BandwidthPackage has been Financial Lock.',
  ],
  'package-not-found': [
    404,
    'InvalidBandwidthPackageId.NotFound',
    'The specified bandwidthPackageId does not exist in our records.',
  ],
  'package-one-at-most': [
    400,
    'MissingParameter.BandwidthPackage',
    'only support one BandwidthPackage be created with NatGateway.',
  ],
  'package-quota': [
    400,
    'QuotaExceeded.BandwidthPackageCountOnNatGateway',
    'BandwidthPackage count limit on one NatGateway exceeded.',
  ],
  'package-used-by-forward': [
    400,
    'DependencyViolation.ForwardEntry',
    'The specified BandwidthPackageId has dependent resource.',
  ],
  'package-used-by-snat': [
    400,
    'DependencyViolation.SnatEntry',
    'The specified BandwidthPackageId has dependent resource.',
  ],
  'region-not-found': [
    404,
    'InvalidRegionId.NotFound',
    'The specified RegionId does not exist in our records.',
  ],
  'route-quota': [400, 'Forbidden.CheckEntryRuleQuota', 'Route entry quota rule check error.'],
  'service-role-forbidden': [
    400,
    'NoPermission.CreateServiceLinkedRole',
    'You are not authorized to create service linked role',
  ],
  'shared-package-not-found': [
    404,
    'InvalidBandwidthPackageId.NotFound',
    'The specified bandwidthPackageId does not exist in our records.',
  ],
  'shared-package-address-not-found': [
    404,
    'InvalidIpInstanceId.NotFound',
    'The specified IpInstanceId does not exist.',
  ],
  'shared-package-address-not-ready': [
    400,
    'IncorrectStatus.Eip',
    'The EIP is not in a state to join or leave the bandwidth package.',
  ],
  'shared-package-protected': [
    400,
    'InvalidOperation.DeletionProtection',
    'The instance cannnot delete because of deletion protecion.',
  ],
  'snat-address-not-here': [
    404,
    'InvalidSnatIp.NotFound',
    'Specified SnatIp does not found on the NAT Gateway',
  ],
  'snat-address-used-by-forward': [
    400,
    'Forbidden.IpUsedInForwardTable',
    'The specified SnatIp already used in forward table',
  ],
  'snat-addresses-not-shared': [
    400,
    'OperationUnsupported.EipNatBWPCheck',
    'The EIPs of one SNAT entry must belong to the same bandwidth package.',
  ],
  'snat-already-deleted': [404, 'InvalidSnatEntryId.NotFound', 'Specified SNAT entry does not exist.'],
  'snat-busy': [400, 'IncorretSnatEntryStatus', 'Some Snat entry status blocked this operation..'],
  'snat-cidr-conflict': [
    400,
    'OperationUnsupported.CidrConflict',
    'The specified CIDR block conflicts with an existing SNAT entry.',
  ],
  'snat-cidr-outside': [
    400,
    'NOT_ALLOW_USE_SOURCECIDR',
    'The User not in nat_scope_unlimited white list. Cannot use SourceCidr param.',
  ],
  'snat-instance-has-address': [400, 'Forbidden', 'The specified Instance already bind eip'],
  'snat-not-found': [404, 'InvalidSnatEntryId.NotFound', 'Specified SNAT entry does not exist.'],
  'snat-pool-size': [400, 'SNAT_IP_POOL_COUNT_TOO_MANY', 'The Snat pool ip too many.'],
  'snat-quota': [
    400,
    'Forbidden.SnatEntryCountLimited',
    'SNAT entry in the specified SNAT table reach its limit.',
  ],
  'snat-source-duplicated': [
    400,
    'Forbidden.SourceVSwitchId.Duplicated',
    'The specified SourceCIDR is duplicated.',
  ],
  'snat-table-not-found': [404, 'InvalidSnatTableId.NotFound', 'Specified SNAT table does not exist.'],
  'spec-unchanged': [400, 'NATGW_MODIFY_SPEC_SAME', 'The specified Spec is same with now.'],
  'token-mismatch': [
    400,
    'IdempotentParameterMismatch',
    'The request uses the same client token as a previous, but non-identical request.',
  ],
  'vpc-creating': [400, 'VpcStatusError', 'The Vpc is creating .'],
  'vpc-not-found': [404, 'InvalidVpcId.NotFound', 'Specified value of VpcId is not found in our record.'],
  'vpc-unusable': [400, 'InvalidVPCStatus', 'vpc incorrect status.'],
  'vswitch-busy': [400, 'VswitchStatusError', 'The VSwitch is creating .'],
  'vswitch-not-found': [404, 'InvalidVSwitchId.NotFound', 'The specified virtual switch does not exist.'],
  'vswitch-not-in-vpc': [
    400,
    'OperationFailed.VswitchNotBelongToVpc',
    'Operation failed because the specified VSwitch is not bound to the same VPC with NAT gateway.',
  ],
  'vswitch-with-virtual-address': [
    400,
    'Forbidden.SourceVSwitchId.IncludeHaVip',
    'There is some HaVips under specified VSwitch',
  ],
  'zone-not-found': [404, 'InvalidZoneId.NotFound', 'Specified value of ZoneId is not exists.'],
  'zone-without-addresses': [400, 'ZONE_NO_AVAILABLE_IP', 'The Zone have no available ip.'],
  'zone-without-addresses-anywhere': [404, 'InvalidZoneId.NotFound', 'Can not find ZoneId for allocated ip.'],
} as const satisfies Rows;
