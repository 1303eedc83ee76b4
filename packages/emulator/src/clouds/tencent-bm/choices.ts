/** What this emulator does where the documents are silent or contradict themselves. The README shows this table. */
export interface Choice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

export const choices: readonly Choice[] = [
  {
    topic: 'Order of checks',
    choice:
      'Method, action and domain (6100), presence of common parameters (4000), key (4104), signature (4100), token (4105), time and nonce (4500), region and parameters (4000), VPC, gateway, values, subnets, addresses, limits, purchase.',
    reason: 'No page gives an order. What costs the least to check comes first, as API gateways do.',
  },
  {
    topic: 'Where a business error stands',
    choice:
      'The module code is the top-level `code`, its English name is `codeDesc`, the HTTP status is 200. The setting `errorShape: wrapped` answers 5100 with `(code)` in the message instead.',
    reason: 'The pages of the actions show the first form, the general error page the second.',
  },
  {
    topic: 'Names of common codes',
    choice:
      '`codeDesc` follows the names the later API has for the same thing, such as `AuthFailure.SignatureFailure` for 4100.',
    reason: 'The common pages number the codes without naming them.',
  },
  {
    topic: 'Values out of range',
    choice:
      '10001 for actions whose page lists it, 9003 on bmeip, the common 4000 elsewhere; a missing parameter is always 4000.',
    reason: 'Upgrade, EIP binding and the reading actions list no code for a bad value.',
  },
  {
    topic: 'Clock tolerance',
    choice: '5 minutes; the setting `clockTolerance` allows another.',
    reason: 'The BM page says 2 hours, the newer common pages say 5 minutes.',
  },
  {
    topic: 'Replay of a nonce',
    choice:
      'A nonce above 65 535 is refused whenever it repeats; up to there only with the same timestamp and signature. Nonce 0 is accepted.',
    reason:
      'The official Node clients draw from 0 to 65 535 only: a hundred requests in one second would meet by chance one time in thirteen.',
  },
  {
    topic: 'Variants of the v2 signature',
    choice:
      'Every order and replacement of underscores an official client uses is accepted; so is a POST with or without its values that start with `@`.',
    reason: 'The clients differ for names with underscores, which no documented parameter has.',
  },
  {
    topic: 'Host in the signature',
    choice: 'The Host header as received, or without its port. The service in a TC3 scope is taken as it is.',
    reason:
      'The v3 clients sign the host name without the port and take the first label of any endpoint for the service.',
  },
  {
    topic: 'Values of TC3 headers',
    choice: 'Signed as sent, not in lower case.',
    reason: 'The official client signs them as sent; in lower case a changed letter would go unnoticed.',
  },
  {
    topic: 'Domains',
    choice:
      'bmvpc and vpc serve the actions of NAT and networks, bmeip and eip those of addresses, bm DescribeRegions; a host that names no module serves everything.',
    reason:
      'The API moved from vpc to bmvpc and the command line tool kept both. An emulator has one address.',
  },
  {
    topic: 'Region',
    choice: 'Required by every action but DescribeRegions of v2; long and short names are equal.',
    reason: 'Listed as optional but "normally required"; the samples use the short names.',
  },
  {
    topic: 'Names of parameters',
    choice:
      'vpcId, subnetId and subnetIds stand for unVpcId, unSubnetId and unSubnetIds; each takes the integer or the unique id.',
    reason: 'Three generations of the pages name them differently.',
  },
  {
    topic: 'forwardMode',
    choice: 'Required with unVpcId, 0 by default with vpcId.',
    reason: 'Only the newest pages, which say unVpcId, have it.',
  },
  {
    topic: 'Token',
    choice: 'Any token is refused with 4105 (v3: AuthFailure.TokenFailure).',
    reason: 'There are no temporary keys here.',
  },
  {
    topic: 'Methods other than GET and POST',
    choice: '4600 (v3: UnsupportedProtocol).',
    reason: 'The only code about the way a request travels.',
  },
  {
    topic: 'Creation',
    choice:
      'The gateway is listed at once with productionStatus 0, then 1 or 2; a failed one holds nothing, does not count against the VPC, and can only be deleted. A subnet is not required.',
    reason: 'The pages name the three states without saying when the record appears.',
  },
  {
    topic: 'Exclusive gateways',
    choice:
      'Where no exclusive cluster was built the task fails; mixing kinds in a VPC is 10001; an address of the other kind is 13010.',
    reason: 'The page says creation fails, and gives no code for the others.',
  },
  {
    topic: 'Gateways per VPC',
    choice: '5; the setting `gatewaysPerVpc` allows another.',
    reason: 'The error text and the older product page say 5, the newest product page 10.',
  },
  {
    topic: 'Upgrade',
    choice:
      'The same or a smaller size is accepted, unless the setting `upgradeOnlyUp` is on; the record changes when the task is done.',
    reason: 'The newest page speaks of changing the size, an older one of upgrading; neither lists a code.',
  },
  {
    topic: 'Two writes on one gateway',
    choice:
      'Accepted, unless the setting `oneTaskPerGateway` is on. While a gateway is created or deleted every write is 5100 ActionLocked.',
    reason: 'Not documented for BM; ActionLocked stands in the list of the VPC module.',
  },
  {
    topic: 'A write that a deletion overtakes',
    choice: 'Its task ends with 1.',
    reason: 'What it was about is gone.',
  },
  {
    topic: 'ModifyBmNatGateway',
    choice: 'Renames at once and answers no data.',
    reason: 'Known from the command line tool only, which tells nothing of the answer.',
  },
  {
    topic: 'state of a gateway',
    choice: '0 always.',
    reason: 'Every sample shows 0 for a working gateway, against the text of the page.',
  },
  {
    topic: 'eipSet and subnets of a gateway',
    choice: 'What carries traffic: listed when binding is done, until unbinding is done.',
    reason: 'Not documented.',
  },
  {
    topic: 'Last address',
    choice:
      'Only bound addresses count; one that is being bound does not save the last one. The four at most count all of them.',
    reason: 'A gateway without a working address would forward nothing.',
  },
  {
    topic: 'Unbinding an address of another gateway',
    choice: '13010.',
    reason: 'The closest code the page lists.',
  },
  {
    topic: 'Joining a subnet twice',
    choice:
      '13012, also on the same gateway; single addresses may be added to a subnet that is joined in part.',
    reason:
      'The code says the subnet is used; the page of partial joins excludes a subnet that is joined whole.',
  },
  {
    topic: 'Servers with an address of their own',
    choice: 'Naming one singly ends the task with 1.',
    reason: 'The product page forbids it, and no code is listed.',
  },
  {
    topic: 'Masks in CIDR mode',
    choice: '16 to 24, 1024 segments of /24 in all; otherwise 10001.',
    reason: 'The product page has these figures, the API page words the limit differently.',
  },
  {
    topic: 'subnetAll',
    choice: '1 joins every subnet of the VPC and those that come later; 0 needs subnets or addresses.',
    reason: 'First generation of the pages.',
  },
  {
    topic: 'Order of lists',
    choice: 'Creation, unless an order is asked for. A limit beyond the stated one is refused.',
    reason: 'The page says unordered; a refusal shows the mistake where cutting would hide it.',
  },
  {
    topic: 'Unknown natId in a list',
    choice: '13014 (v3: ResourceNotFound).',
    reason: 'The page lists the code for the listing action.',
  },
  {
    topic: 'Tasks',
    choice:
      'Kept as long as the state, one sequence of ids for gateways and addresses; an unknown id is 10001, on bmeip 9003 (v3: ResourceNotFound).',
    reason: 'Retention is not documented, and 10001 is the only parameter error of the polling page.',
  },
  {
    topic: 'Durations',
    choice:
      'Create 60 s, delete 30 s, upgrade 20 s, everything else 10 s; the setting `durations` allows others.',
    reason: 'Not documented.',
  },
  {
    topic: 'code of the polling action',
    choice: 'A number; the setting `pollingCodeAsText` answers `"0"` as its samples do.',
    reason: 'All other samples show a number.',
  },
  {
    topic: 'createTime',
    choice: 'Beijing time.',
    reason: 'No zone is given; the product ran in mainland China only.',
  },
  {
    topic: 'Rate limits',
    choice: 'None of their own; inject a throttle fault to see 4400 or RequestLimitExceeded.',
    reason: 'v2 publishes no figure, and a limit of 20 calls per second would slow every test.',
  },
  {
    topic: 'Breaking down',
    choice:
      'An injected server error answers 6000, or the code the page lists for it: 9001, 9006, -8000 (v3: InternalError), in a body of status 200.',
    reason: 'The pages leave the status of failures open.',
  },
  {
    topic: 'Errors of v3',
    choice: 'See `src/clouds/tencent-bm/v3/errors.ts`: the general code that says most.',
    reason: 'Version 3 has no codes of its own for NAT.',
  },
  {
    topic: 'Types in v3',
    choice:
      'A JSON body must have the types of the client (ForwardMode is text); unknown parameters are UnknownParameter; null is absent.',
    reason: 'As the official client declares and the common errors say.',
  },
  {
    topic: 'Limits of addresses',
    choice:
      '100 in all and 100 orders a day; the settings `addressQuota` and `addressesPerDay` allow others.',
    reason: 'The first figure is stated, the second is not.',
  },
  {
    topic: 'DescribeVpcQuota',
    choice: 'The number of gateways per VPC for every type asked for.',
    reason: 'The ids of the quota types are not published.',
  },
  {
    topic: 'Public addresses',
    choice: 'From 198.18.0.0/15.',
    reason: 'RFC 2544 keeps it for tests; nothing real is ever named.',
  },
];
