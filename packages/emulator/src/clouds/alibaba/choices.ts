/** What this emulator does where the documents are silent or contradict themselves. The README shows these tables. */
export interface Choice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

/** As a documented row, with the reason for it. */
export type ChosenRow = readonly [status: number, code: string, message: string, reason: string];

/** Rows chosen for rules without a documented one. */
export const chosenRefusals = {
  'address-reserved': [
    400,
    'ReserveIpFail',
    'The specified IP address cannot be reserved.',
    'AllocateEipAddress lists the code for IpAddress; an address that is in use is the one way to fail here.',
  ],
  'parameter-not-served': [
    400,
    'UnsupportedParameter',
    'The parameter {name} is not supported by this operation.',
    'Parameters of today that have no meaning here, such as AvailabilityMode; ignoring one would mislead.',
  ],
  'address-busy': [
    400,
    'TaskConflict',
    'The operation is too frequent, TaskConflict.',
    'An EIP on its way to or from the gateway is a conflicting task; listed for DeleteNatGateway today.',
  ],
  'address-of-another-region': [
    400,
    'InvalidBindingStatus',
    'The EIP and the instance are in different regions.',
    'No code is documented for two regions; this one stands for bindings that cannot be.',
  ],
  'charge-type-by-usage': [
    400,
    'InvalidParameter.InternetChargeType.ValueNotSupported',
    'The specified InternetChargeType is not valid.',
    'Follows the pattern of InvalidParameter.Spec.ValueNotSupported.',
  ],
  'forward-port-mapping': [
    400,
    'InvalidExternalPort.Malformed',
    'The specified ExternalPort is not a valid port.',
    'Any port goes with any port and protocol Any, and ranges are equally long; the port is what does not fit.',
  ],
  'forward-same-address': [
    400,
    'InvalidExternalIp.Malformed',
    'The specified ExternalIp is not a valid IP address.',
    'ExternalIp must differ from InternalIp; no code is documented.',
  ],
  'gateway-quota': [
    400,
    'OperationFailed.EnhancedQuotaExceeded',
    'Operation failed because the maximum number of enhanced NAT gateways in the same VPC is exceeded.',
    'The only documented code for gateways per VPC; a second Normal gateway fails for its route first.',
  ],
  'gateway-intranet': [
    400,
    'OperationUnsupported.NetworkType',
    'The operation is not supported by VPC NAT gateways.',
    'An intranet gateway takes no EIP, no bandwidth package and no bind mode; the pattern of the other OperationUnsupported codes.',
  ],
  'gateway-not-intranet': [
    400,
    'OperationUnsupported.NetworkType',
    'The operation is supported by VPC NAT gateways only.',
    'NAT addresses belong to intranet gateways; as above.',
  ],
  'nat-ip-cidr-default': [
    400,
    'OperationDenied.DefaultNatIpCidr',
    'The default NAT CIDR block cannot be deleted.',
    'That it cannot be deleted is documented, the code is not.',
  ],
  'nat-ip-cidr-full': [
    400,
    'OperationDenied.NoAvailablePrivateIp',
    'There is no available IP address in the specified NAT CIDR block.',
    'The code of ModifyNatGatewayAttribute for a vSwitch without private addresses.',
  ],
  'nat-ip-cidr-not-found': [
    404,
    'InvalidNatIpCidr.NotFound',
    'The specified NatIpCidr is not found.',
    'The pattern of the other NotFound codes.',
  ],
  'nat-ip-cidr-overlaps': [
    400,
    'OperationUnsupported.CidrConflict',
    'The specified NatIpCidr overlaps with another CIDR block.',
    'That a block may not overlap with its VPC is documented; the code is that of SNAT sources. Blocks of one gateway may not overlap either.',
  ],
  'nat-ip-default': [
    400,
    'OperationDenied.DefaultNatIp',
    'The default NAT IP address cannot be deleted.',
    'It is the private address of the gateway itself, which nothing but its end gives back.',
  ],
  'nat-ip-not-found': [
    404,
    'InvalidNatIpId.NotFound',
    'The specified NatIpId is not found.',
    'The pattern of the other NotFound codes.',
  ],
  'nat-ip-outside': [
    400,
    'InvalidParameter.NatIp.Malformed',
    'The specified NatIp is not valid.',
    'An address outside of its block, or one the block does not give; the pattern of InvalidParameter.Name.Malformed.',
  ],
  'nat-ip-quota': [
    400,
    'QuotaExceeded.NatIp',
    'The number of NAT IP addresses exceeds the quota of the gateway.',
    'The public quota page says 15 a gateway; the default one counts here. The pattern of QuotaExceeded.NumberOfEip.',
  ],
  'nat-ip-taken': [
    400,
    'InvalidNatIp.Duplicated',
    'The specified NatIp is already in use.',
    'The pattern of InvalidAssociation.Duplicated.',
  ],
  'normal-out-of-stock': [
    400,
    'OrderFailed.ResourceNotEnough',
    'The order failed because the resource is not enough.',
    'Stock is only documented for Enhanced gateways; order failures of this API begin with OrderFailed.',
  ],
  'parameter-malformed': [
    400,
    'InvalidParameter.{name}.Malformed',
    'The specified {name} is not valid.',
    'The pattern of InvalidParameter.Name.Malformed.',
  ],
  'parameter-missing': [
    400,
    'Missing{name}',
    '{name} is mandatory for this action.',
    'What the API gateway answers; operations with a documented MissingParameter row answer that.',
  ],
  'parameter-unsupported': [
    400,
    'InvalidParameter.{name}.ValueNotSupported',
    'The specified {name} is not valid.',
    'The pattern of InvalidParameter.Spec.ValueNotSupported.',
  ],
  'shared-package-in-use': [
    400,
    'BandwidthPackageOperation.conflict',
    'The bandwidth package is in use or being modified.',
    'The conflict code clients of shared packages retry on.',
  ],
  'snat-source-invalid': [
    400,
    'INVALID_PARAMETER',
    'The parameter invalid.',
    'Both sources, neither, or text that is no CIDR block: the generic row of CreateSnatEntry.',
  ],
  'tag-resource-not-found': [
    404,
    'InvalidResourceId.NotFound',
    'The specified ResourceId is not found.',
    'The pattern of the other NotFound codes.',
  ],
  'vswitch-full': [
    400,
    'ZONE_NO_AVAILABLE_IP',
    'The Zone have no available ip.',
    'The only documented code for want of an address; a vSwitch stands for its zone.',
  ],
} as const satisfies Readonly<Record<string, ChosenRow>>;

/** Rules other than codes. */
const behaviour: readonly Choice[] = [
  {
    topic: 'Order of the checks at the gate',
    choice:
      'Action, Version, completeness, key, timestamp, signature, nonce; then region, parameters, ClientToken, rules.',
    reason:
      'The gateway must find the operation to know how it is signed; a nonce counts only once its signature holds.',
  },
  {
    topic: 'Where metering by usage is sold',
    choice: 'everywhere, for Enhanced gateways',
    reason:
      'The documents of 2020 name two regions; today it is the only metering the service sells, in all of them.',
  },
  {
    topic: 'Unknown Version',
    choice: '400 InvalidVersion.',
    reason: 'Both InvalidVersion and NoSuchVersion are seen; the former is the more common.',
  },
  {
    topic: 'Timestamp and nonce window',
    choice: '15 minutes either way; nonces are remembered for 30.',
    reason: 'The tighter of the two figures in print, so that no client comes to depend on the wider one.',
  },
  {
    topic: 'SecurityToken',
    choice: 'Signed like any parameter, otherwise ignored.',
    reason: 'The emulator hands out one permanent key.',
  },
  {
    topic: 'Headers ACS3 must sign',
    choice: 'host and the x-acs headers for action, version, date, nonce and content digest.',
    reason: 'What is not signed could be changed on the way.',
  },
  {
    topic: 'Empty parameter',
    choice: 'Counts as not sent; it is signed all the same.',
    reason: 'Signature 1.0 keeps `Key=`, while no operation gives an empty text a meaning.',
  },
  {
    topic: 'Missing parameter',
    choice: 'MissingParameter where the operation documents it, `Missing<Name>` elsewhere.',
    reason: 'The former is the product speaking, the latter the gateway in front of it.',
  },
  {
    topic: 'Old and new code for a bad name or description',
    choice: 'CreateNatGateway answers the older one for Normal gateways and the newer one for Enhanced.',
    reason: 'Both are listed for one fault; the newer came with the newer generation.',
  },
  {
    topic: 'Private address outside the VPC',
    choice:
      'DestinationIpOutOfVpcCIDR for Normal gateways, InternalIpOutOfVpcCIDR for Enhanced (CreateForwardEntry).',
    reason: 'As above: an older and a newer code for one fault.',
  },
  {
    topic: 'NatType left out',
    choice: 'Enhanced in the five regions that default to it, Normal elsewhere.',
    reason: 'The manual of 2020; today the parameter is required.',
  },
  {
    topic: 'Both generations take their time',
    choice: 'Normal gateways pass through Creating, Modifying and Deleting as Enhanced ones do.',
    reason:
      'The manual of 2020 says so of each operation; a later comparison calls Normal gateways synchronous, and a client that waits works with either.',
  },
  {
    topic: 'Durations',
    choice: 'Create 90 s, resize 20 s, delete 30 s, convert 41 s, entries and EIP binding 5 s.',
    reason: '1 to 3 minutes and the 41 seconds are documented; the rest is "seconds" in the field.',
  },
  {
    topic: 'Lag after binding',
    choice:
      'None, unless a seed sets `account.lag` in seconds: for so long after InUse entries see EipNatGWCheck (SNAT) or NotInNatgw (DNAT), and the route of a gateway that became Available is pending.',
    reason:
      'Clients report it from the field, the manual does not: who waits for InUse as it says must not fail by chance. A client that retries can be tried with it.',
  },
  {
    topic: 'Two Normal gateways in one VPC',
    choice:
      'The second is refused: the first brought the route to 0.0.0.0/0. The route goes with its gateway.',
    reason:
      'A Normal gateway needs a route table without that entry; code and message are those of the older ECS API.',
  },
  {
    topic: 'Unpaid subscription order (AutoPay=false)',
    choice: 'Paid by hand after 60 emulated seconds; the gateway stays Creating that much longer.',
    reason: 'Orders are paid outside of this API; waiting forever would help nobody.',
  },
  {
    topic: 'End of a subscription',
    choice: '16:00 UTC after the last day; from then on the gateway is FinancialLocked and stays.',
    reason:
      'The samples expire at midnight in Beijing; what the billing system does later is not part of this API.',
  },
  {
    topic: 'Locked gateways and packages',
    choice: 'Every change is refused, deletion too; reading works.',
    reason: 'Anything but BusinessStatus Normal blocks writes.',
  },
  {
    topic: 'Whole SNAT table blocked by one Pending entry',
    choice: 'Create is refused as well as modify and delete, with IncorretSnatEntryStatus.',
    reason: 'The DNAT table documents it for create; clients serialise both tables alike.',
  },
  {
    topic: 'DNAT uniqueness',
    choice: 'Within a table; ranges and Any count as all their ports, Any as both protocols.',
    reason: 'A public address is on one gateway, and private addresses repeat between VPCs.',
  },
  {
    topic: 'One address in both tables',
    choice:
      'Only while every DNAT entry on it has PortBreak=true and is no IP mapping; SnatEntryEnabled shows it.',
    reason:
      'PortBreak is the documented way of sharing; otherwise each table has an error row for the other.',
  },
  {
    topic: 'SNAT sources that overlap',
    choice:
      'Equal ones are duplicates, wider ones that nest conflict, single servers may nest in wider ones.',
    reason: 'A vSwitch and a server may each be in one entry only; both codes are documented.',
  },
  {
    topic: 'Several SNAT addresses',
    choice: 'At most 64, all in one common bandwidth package or all in one NAT bandwidth package.',
    reason: 'The limit behind SNAT_IP_POOL_COUNT_TOO_MANY has no number; the sharing rule is documented.',
  },
  {
    topic: 'DNAT quota',
    choice: 'QuotaExceeded, also when a table above a lowered quota is modified.',
    reason: 'The nearest row, listed for ModifyForwardEntry.',
  },
  {
    topic: 'Entry that is gone',
    choice:
      'InvalidForwardEntryId.NotFound when it never was; IncorretForwardEntryStatus "is not exist" when deleted before.',
    reason: 'Two rows for one fault; the same split tells the two messages of DeleteSnatEntry apart.',
  },
  {
    topic: 'Shared bandwidth packages of a gateway to be converted',
    choice: 'At most four.',
    reason:
      'InvalidBandwidthPackageIdNumber.NotSupported has no number; four is the limit of NAT bandwidth packages.',
  },
  {
    topic: 'A package where every address would be removed',
    choice: 'Membership is checked first, then whether all would go, then use.',
    reason: 'RemoveBandwidthPackageIps lists three refusals without order.',
  },
  {
    topic: 'Who may call the NAT bandwidth package operations',
    choice: 'This account may; a gateway has either packages or EIPs, until a package is converted.',
    reason:
      'Reserved for accounts from before November 2017; refusing them here would leave them untestable.',
  },
  {
    topic: 'Deleting a NAT bandwidth package with Force',
    choice: 'Takes the entries that use its addresses along.',
    reason: 'What Force does is not described; it does so for gateways.',
  },
  {
    topic: 'Deleting a gateway with Force',
    choice:
      'Refused while an entry is Pending or an EIP on its way; otherwise its EIPs are free when it is gone.',
    reason: 'While something is Pending only queries are allowed.',
  },
  {
    topic: 'Deletion protection and subscriptions',
    choice: 'Force overrides neither.',
    reason: 'Force is about dependants; both refusals are listed without exception.',
  },
  {
    topic: 'ClientToken',
    choice: 'Per operation, for a day of the calendar; a refused call leaves its token free.',
    reason: 'No document gives scope or retention; clients take a new token after a definite refusal anyway.',
  },
  {
    topic: 'Gateways that lead to private networks (NetworkType=intranet)',
    choice:
      'Enhanced, after use and by usage only; no route, no EIP. The default block is that of the vSwitch, the default NAT address that of the gateway.',
    reason: 'The manual of VPC NAT gateways; what it does not offer is refused by the name of the parameter.',
  },
  {
    topic: 'NAT addresses',
    choice:
      'One at a time: a second CreateNatIp meets 409 OperationConflict. Without NatIp, the lowest free address of the block. Associated while an entry uses it.',
    reason: 'That they are not created concurrently is documented; the code is the one clients retry on.',
  },
  {
    topic: 'SNAT and DNAT of an intranet gateway',
    choice:
      'The rules of the other tables, but no shared bandwidth and single ports only; a server may have an EIP of its own.',
    reason: 'A port from 1 to 65535 is documented for VPC NAT gateways; bandwidth is a matter of EIPs.',
  },
  {
    topic: 'Deleting an intranet gateway without Force',
    choice: 'DependencyViolation.NatIp and .NatIpCidr, unless only the default ones are left.',
    reason: 'Both codes are listed for DeleteNatGateway; the default ones cannot be deleted otherwise.',
  },
  {
    topic: 'NAT addresses by prefix (Ipv4Prefix), FULLNAT entries, SNAT by network interface',
    choice: 'Refused by name.',
    reason: 'They need reserved vSwitch blocks and network interfaces, which this cloud does not have.',
  },
  {
    topic: 'DryRun',
    choice: '400 DryRunOperation after all checks have passed.',
    reason: 'The status other products answer.',
  },
  {
    topic: 'Zones of Enhanced gateways',
    choice: '`Zones.Zone[]` under the printed name, a bare `Zones[]` under the misspelled one clients send.',
    reason: 'Either caller gets the shape it was written for.',
  },
  {
    topic: 'Gateway that was never converted',
    choice: 'GetNatGatewayConvertStatus answers no steps and an empty DstNatType.',
    reason: 'No error but InvalidRegionId.NotFound is documented.',
  },
  {
    topic: 'Conversion that fails',
    choice: 'activate fails, then rollback and end_fail; the gateway is Available and Normal again.',
    reason: 'The steps are documented, their order after a failure is not.',
  },
  {
    topic: 'Creation that fails',
    choice: 'The gateway or entry is gone again.',
    reason: 'No failed state is documented.',
  },
  {
    topic: 'Use of an idle address',
    choice: 'UsingStatus Idle; UsedByForwardTable when both tables use it.',
    reason: 'The samples print Idle; later pages have idle and Available for the same.',
  },
  {
    topic: 'Instances other than NAT gateways',
    choice:
      'AssociateEipAddress finds none of them; InstanceType=NatGateway answers Invalid.DirectEip.BindType.',
    reason: 'This cloud has NAT gateways only; the misleading code is what callers get.',
  },
];

/** Every choice, as the README shows it. */
export const choices: readonly Choice[] = [
  ...behaviour,
  ...Object.entries<ChosenRow>(chosenRefusals).map(([rule, [status, code, , reason]]) => ({
    topic: `Code for ${rule}`,
    choice: `${status} ${code}`,
    reason,
  })),
];
