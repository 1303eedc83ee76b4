/** What this emulator does where the documents are silent or contradict themselves. The README shows this table. */
export interface Choice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

export const choices: readonly Choice[] = [
  {
    topic: 'VPC or BM',
    choice:
      'The service decides: in the host, else in the scope of the signature. Where neither names one, the X-TC-Version 2017-03-12 and that of tags, 2018-08-13, are VPC.',
    reason: 'Both products share one port here, and a client with the emulator as endpoint names no service.',
  },
  {
    topic: 'Order of checks',
    choice:
      'Method, action, version, region, authorization, key, signature, token, time; required and unknown parameters, types and formats; gateway and its state, what the call names, limits, purchase.',
    reason: 'No page gives an order. What costs the least to check comes first, as API gateways do.',
  },
  {
    topic: 'Host and service in the signature',
    choice: 'The Host header as received, or without its port. The service in the scope is taken as it is.',
    reason: 'The Node client signs without the port, the Go client with it; both take any endpoint.',
  },
  {
    topic: 'Types',
    choice:
      'A JSON body must have the declared types, a GET spells them as text. Offset and Limit of VPCs, subnets and route tables are text. Null is absent, an unknown parameter is UnknownParameter.',
    reason: 'As the official client declares and the common errors say.',
  },
  {
    topic: 'Form of ids',
    choice: 'Prefix, dash, 1 to 40 lower-case letters, digits or dashes; new ones have 8.',
    reason: 'All samples have 8, no rule is published, and a seed may choose readable ids.',
  },
  {
    topic: 'RequestId as task',
    choice:
      'DescribeVpcTaskResult knows the RequestId of create, delete, reset, upgrade, bind and unbind; kept as long as the state, an unknown one is ResourceNotFound.',
    reason: 'Documented for binding and unbinding; retention and unknown ids are not documented.',
  },
  {
    topic: 'Tasks of EIPs',
    choice:
      'DescribeTaskResult knows their numbers only; an unknown number or order is InvalidParameter. The other task operation does not know the numbers.',
    reason: 'Two families of tasks are documented; of the listed codes this one says most.',
  },
  {
    topic: 'A gateway being created',
    choice:
      'PENDING without EIPs, zone and time, with 100 Mbps and 1 000 000 connections; then all at once. A failed one is PENDFAILURE, has no EIP, does not count against the VPC, and can only be deleted.',
    reason: 'One documented sample shows PENDING so; another shows AVAILABLE at once, against the text.',
  },
  {
    topic: 'Writes while a gateway is not AVAILABLE',
    choice:
      'InvalidState for associating and upgrading, MutexOperationTaskRunning for deleting, ResourceInUse for everything else, rules included.',
    reason: 'Each is the code its operation lists; the operations on rules list none.',
  },
  {
    topic: 'Binding and unbinding',
    choice:
      'One at a time for each gateway: a second one, or a deletion, is MutexOperationTaskRunning; a second unbinding is ResourceInUse. The gateway stays AVAILABLE, so rules may change meanwhile.',
    reason: 'The codes are listed; what shuts out what is not documented.',
  },
  {
    topic: 'Resizing',
    choice:
      'Any of the three sizes, smaller ones too. The record shows the new size at once, the gateway is UPDATING.',
    reason: 'Clients read back at once; no code is listed for a smaller size.',
  },
  {
    topic: 'Bandwidth of a traditional gateway',
    choice:
      '10, 20, 50, 100, 200, 500, 1000, 2000 or 5000, in create and modify. Otherwise InvalidParameterValue.Range in create and InvalidParameterValue in modify.',
    reason: 'Create lists these but 10, which the console and a sample have; modify speaks of 0 to 50000.',
  },
  {
    topic: 'Size of a standard gateway',
    choice: '5000 and 2 000 000 are accepted, other values and an exclusive type are UnsupportedOperation.',
    reason: 'The parameters are to be left out; a known client sends these values.',
  },
  {
    topic: 'Upgrade of the product version',
    choice:
      'The first obstacle refuses: already standard, traditional account, banned, local zone, exclusive, direct connect, ECMP, flow limits, flow log, more than 2 000 000 connections, peak usage. Force makes no difference.',
    reason: 'The codes are listed without their limits; a standard gateway has 2 000 000 connections.',
  },
  {
    topic: 'Conditions nothing here brings about',
    choice:
      'A seed sets them: on a gateway restricted, firewall, traffic-mirror, high-traffic, busy, ecmp, flow-log, peak-usage, local-zone, without-snat; on an EIP blocked, arrears, protected.',
    reason: 'They come from other products, from traffic, or from the provider.',
  },
  {
    topic: 'Deleting a gateway with routes',
    choice:
      'Routes to it, or high traffic, refuse the call unless IgnoreOperationRisk is true; then the routes go too. The setting `routesBlockDeletion: false` lets routes go without it.',
    reason: 'One page removes routes with the gateway, the error list has a code against it.',
  },
  {
    topic: 'Failed deletion',
    choice: 'DELETEFAILURE; it can be deleted again and nothing else.',
    reason: 'The state is documented, what follows is not.',
  },
  {
    topic: 'EIPs a gateway takes',
    choice:
      'Of the region, UNBIND, billed by traffic or a package; single carriers only in a package. In traditional accounts BGP only, however billed.',
    reason: 'As the conditions on binding say.',
  },
  {
    topic: 'EIPs that are not free',
    choice:
      'In use: ResourceInUse.Address. In create, still unbinding is NatGatewayHadEipUnassociate and other transient states InvalidAddressState; in associate both are MutexOperationTaskRunning.',
    reason: 'Each operation lists these codes; which one is for which state is not documented.',
  },
  {
    topic: 'EIPs allocated with a gateway',
    choice:
      'Billed by traffic, 100 Mbps unless asked otherwise. If the creation or binding fails they are not delivered.',
    reason: 'The maximum of the account is the documented default; nothing says who would pay for them.',
  },
  {
    topic: 'Last EIP',
    choice: 'One EIP stays bound; unbinding all of several at once is refused too.',
    reason: 'A gateway without an EIP would forward nothing.',
  },
  {
    topic: 'Rules of an unbound EIP',
    choice:
      'When unbinding is done, SNAT rules lose the EIP, those left without one go, and so do its DNAT rules. The setting `unbindWithDnat: refuse` answers ResourceInUse instead.',
    reason: 'Documented for SNAT, presumed for DNAT.',
  },
  {
    topic: 'Several rules in one call',
    choice: 'All or none, up to 100.',
    reason: 'Neither the number nor what happens in part is documented.',
  },
  {
    topic: 'Identity of DNAT rules',
    choice:
      'Protocol, EIP and port. Modify looks at these three of the source only; delete compares the private side too.',
    reason: 'One page says so of modify; the sample of delete carries the whole rule.',
  },
  {
    topic: 'Private host of a DNAT rule',
    choice: 'An address of a network interface in the VPC. One host may be in several rules.',
    reason: 'NatGatewayDnatRulePipNeedVm says the former, samples show the latter.',
  },
  {
    topic: 'Identity of SNAT rules',
    choice:
      'ResourceId and PrivateIpAddress within a gateway: NatSnatRuleExists. The same host under another id (interface and server): NatGatewayRulePipExists.',
    reason: 'Clients know rules by them; the second code is listed without a case.',
  },
  {
    topic: 'Source of an SNAT rule',
    choice:
      'A subnet of the VPC with its very range; an interface or server (ins- or cvm-) that has the address; for USERDEFINED any range.',
    reason: 'The fields are described so; a sample spells servers cvm-, clients spell them ins-.',
  },
  {
    topic: 'EIPs of rules',
    choice:
      'Not on the gateway: NatGatewayEipNotExists, in modifying SNAT rules UnbindEIP. On it, but being bound or unbound: UnbindEIP.',
    reason: 'As far as the lists of the operations go.',
  },
  {
    topic: 'Names and descriptions',
    choice: 'Gateway names 1 to 60 characters, not unique. Descriptions of rules up to 60.',
    reason: 'The first is documented, the second is a limit of the console.',
  },
  {
    topic: 'Precedence of SNAT rules, StrictSnatMode',
    choice: 'Nothing forwards packets here; StrictSnatMode, SmartScheduleMode and ICMPProxy are constant.',
    reason: 'No public parameter sets them.',
  },
  {
    topic: 'Parameters without an effect',
    choice:
      'Taken and ignored: SubnetId, PublicIpFromSameZone, Force, IpAddressEnableMode, the Zone of associating, EipDirectConnection, ReallocateNormalPublicIp, InstanceRegion.',
    reason: 'Deprecated, thinly described, or about what is not emulated; clients send them.',
  },
  {
    topic: 'Filters',
    choice:
      'Exact; filters by AND, values by OR; 10 filters, 5 values (EIPs 100), Limit 1 to 100. Ids beside filters are refused.',
    reason: 'Whether names match in part is not documented.',
  },
  {
    topic: 'Order of lists',
    choice: 'Creation, oldest first; with ids, the order of the ids.',
    reason: 'No order is documented, samples contradict each other.',
  },
  {
    topic: 'Unknown ids in a list',
    choice: 'Left out. Listing the SNAT rules of an unknown gateway is ResourceNotFound.',
    reason: 'Clients wait for the empty set after a deletion; the SNAT list requires the gateway.',
  },
  {
    topic: 'Quotas',
    choice:
      '3 gateways a VPC, 10 EIPs and 200 rules of each kind a gateway, 20 EIPs a region and 40 allocated a day, 3 wishes for an address a month; settings allow others. A seed is not bound.',
    reason: 'As published. The number of gateways of an account is not; the setting is 100 000.',
  },
  {
    topic: 'ClientToken',
    choice:
      'The same token and parameters get the first answer; other parameters InvalidParameterConflict; after a failed delivery DeliveryFailed.',
    reason: 'Only DeliveryFailed is documented.',
  },
  {
    topic: 'DisassociateAddress on an EIP of a gateway',
    choice: 'InvalidInstance.NotSupported.',
    reason: 'Gateways unbind with an operation of their own; of the listed codes this one says most.',
  },
  {
    topic: 'Kinds of EIPs',
    choice: 'AddressType EIP, one egress. Prepaid ones are sold, but have no term and cannot be renewed.',
    reason: 'A NAT gateway takes no others.',
  },
  {
    topic: 'Tags',
    choice:
      'Given at creation or changed by ModifyResourceTags of the tag service (version 2018-08-13, any region), on gateways and EIPs; 50 a resource, 10 a call; a key that begins with `qcs:` is reserved.',
    reason: 'The VPC API has no way to change tags; of the service that has, this operation is enough.',
  },
  {
    topic: 'Bandwidth packages',
    choice:
      'There, and changed, at once; 20 a region, any number of EIPs a package; bound or free EIPs join and leave; a package with EIPs is not deleted; charge types change freely.',
    reason: 'The pages name the quotas without figures, and no task.',
  },
  {
    topic: 'Networks, route tables and servers',
    choice:
      'Read only; a seed makes them. The ready subnet 10.2.1.0/24 has servers from 10.2.1.10 to 10.2.1.49.',
    reason: 'A NAT gateway needs them to exist, not to change; DNAT and single sources need a server.',
  },
  {
    topic: 'Times',
    choice: 'Beijing time where no zone is given, UTC for EIPs and packages.',
    reason: 'The zone of the former is not documented.',
  },
  {
    topic: 'Zones',
    choice: 'Three in each region, ids of the form 100001; the first unless asked otherwise.',
    reason: 'A sample shows the form; which zones sell gateways changes.',
  },
  {
    topic: 'Prices',
    choice: 'Every EIP costs what the sample says. Gateways have no price operation.',
    reason: 'Prices change and depend on the account.',
  },
  {
    topic: 'Durations',
    choice:
      'Create 60 s, delete 30 s, reset 10 s, upgrade 120 s, bind and unbind 10 s, EIPs 5 s; the setting `durations` allows others.',
    reason: 'Clients wait up to 3 minutes; no figure is documented.',
  },
  {
    topic: 'Rate limits',
    choice: 'None of their own; inject a throttle fault to see RequestLimitExceeded.',
    reason: 'A limit of 20 calls per second would slow every test.',
  },
  {
    topic: 'Breaking down',
    choice: 'An injected server error answers InternalError in a body of status 200.',
    reason: 'The pages leave the status of failures of the gateway open.',
  },
  {
    topic: 'Public addresses',
    choice: 'From 198.19.0.0/16.',
    reason: 'RFC 2544 keeps it for tests; BM hands out the range before it, so that the addresses differ.',
  },
];
