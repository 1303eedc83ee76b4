import { lack } from '@polynat/adapter-kit';
import type { Capabilities, SizeFacts } from '@polynat/core';
import type { Api } from './operations/operation.ts';
import { addressesAtMost, namePattern, nameWords } from './operations/schema.ts';

const page = (number: number): string => `https://cloud.tencent.com/document/api/386/${number}`;
const creation = page(9348);
const deletion = page(9349);
const binding = page(9350);
const joining = page(9352);
const joiningHosts = page(10738);
const upgrade = page(9354);
const description = page(9355);
const overview = 'https://cloud.tencent.com/document/product/386/9267';
const v3 = 'https://cloud.tencent.com/document/api/1024/34236';

const names = { pattern: namePattern, words: nameWords };

const noDnat = lack(
  overview,
  'the gateways of bare metal forward from inside to outside only',
  'bind a public address to the server itself, or publish it through a bare metal load balancer',
);
const notPrepaid = lack(
  overview,
  'gateways are rented by the hour; nothing is paid ahead',
  'order on demand; there is nothing to renew',
);
const noPackages = lack(
  overview,
  'addresses are paid one by one; there is no shared bandwidth',
  'order addresses paid by bandwidth: addresses.allocate with bandwidthMbps',
);

const sizes: SizeFacts = {
  offers: [
    { size: { connections: 1_000_000 }, tier: 'small', connections: 1_000_000, addresses: addressesAtMost },
    { size: { connections: 3_000_000 }, tier: 'medium', connections: 3_000_000, addresses: addressesAtMost },
    { size: { connections: 10_000_000 }, tier: 'large', connections: 10_000_000, addresses: addressesAtMost },
  ],
  source: upgrade,
};

const features: Capabilities['features'] = {
  /** Five by the error text of the page, ten by the newest product page. */
  'gateways.create': {
    supported: true,
    perNetwork: 5,
    subnet: 'unused',
    addresses: 'required',
    names,
    named: true,
    source: creation,
  },
  'gateways.filter': { supported: true, ids: 1, name: 'part', network: true, source: overview },
  /** Known from the official command line tool; it has no page. */
  'gateways.rename': { supported: true, names, source: 'https://github.com/QcloudApi/qcloudcli' },
  'gateways.description': lack(description, 'gateways have no description', 'put what matters into the name'),
  'gateways.outbound-limit': lack(
    page(6669),
    'bandwidth belongs to the public IPs, not to a gateway',
    'choose the bandwidth of each public IP',
  ),
  /** The newest page speaks of changing the size, an older one of upgrading; none lists a code for going down. */
  'gateways.resize': { supported: true, direction: 'both', source: upgrade },
  'gateways.icmp-reply': lack(
    creation,
    'whether public IPs answer a ping cannot be chosen',
    'leave it out; filter ICMP in the security groups or ACLs of the subnets',
  ),
  'gateways.affinity': lack(
    joining,
    'how a pool of public IPs is shared among hosts cannot be chosen',
    'put hosts that must keep one public IP behind a gateway with one public IP',
  ),
  'gateways.bind-mode': lack(creation, 'public IPs are bound in one way only', 'leave it out'),
  'gateways.convert': lack(overview, 'there is one generation of gateways', 'nothing is to be converted'),
  'gateways.protect': lack(
    deletion,
    'gateways cannot be protected from deletion',
    'take the right to DeleteBmNatGateway from the keys in access management (CAM)',
  ),
  'gateways.delete': { supported: true, withRules: true, takes: ['rules', 'addresses'], source: deletion },
  'gateways.create.tags': lack(description, 'gateways have no tags', 'put what matters into the name'),
  'gateways.tags': lack(description, 'gateways have no tags', 'put what matters into the name'),
  'addresses.attach': { supported: true, minimum: 1, maximum: addressesAtMost, source: binding },
  'addresses.allocate': {
    supported: true,
    meteredBy: { traffic: 'unlimited', bandwidth: { from: 1, to: 1000 } },
    network: true,
    source: page(6669),
  },
  'addresses.release': { supported: true, source: page(6676) },
  'addresses.swap': { supported: true, source: binding },
  'addresses.pools': lack(
    binding,
    'all addresses of a gateway serve everything that leaves through it',
    "attach for 'any' purpose",
  ),
  'snat.rules': { supported: true, source: joining },
  'snat.source.cidr': lack(
    joining,
    'subnets join a gateway, or single servers of them, not blocks of any size',
    "give { subnet } when the block is a subnet's own, or its servers as { hosts, subnet }",
  ),
  'snat.source.subnet': { supported: true, source: joining },
  'snat.source.hosts': { supported: true, subnet: 'required', source: joiningHosts },
  'snat.source.network': lack(
    joining,
    'subnets join one by one; the switch for all of them left the API with its first pages',
    'add a rule for each subnet: networks.subnets tells them; new subnets need rules of their own',
  ),
  'snat.through': lack(
    binding,
    'traffic leaves through all addresses of the gateway',
    'leave `through` out, or use a gateway of its own for these sources',
  ),
  'snat.addAll.atomic': lack(
    joining,
    'subnets join one by one',
    'leave `atomic` out, and read the result of each rule',
  ),
  'snat.replace': lack(
    joining,
    'a subnet joins or leaves; there is nothing to change in between',
    'add the new rule, then remove the old one',
  ),
  'snat.affinity': lack(
    joining,
    'traffic leaves through all addresses of the gateway',
    'put hosts that must keep one public IP behind a gateway with one public IP',
  ),
  'snat.names': lack(joining, 'memberships have no names', 'leave the name out'),
  'dnat.rules': noDnat,
  'dnat.any': noDnat,
  'dnat.ranges': noDnat,
  'dnat.ranges.unequal': noDnat,
  'dnat.addAll.atomic': noDnat,
  'dnat.replace': noDnat,
  'dnat.names': noDnat,
  'dnat.port-break': noDnat,
  'billing.on-demand': { supported: true, source: overview },
  'billing.prepaid': notPrepaid,
  'billing.renew': notPrepaid,
  'billing.auto-pay': notPrepaid,
  'bandwidth.packages': noPackages,
  'bandwidth.convert': noPackages,
  'bandwidth.shared': noPackages,
  'account.availability': lack(
    overview,
    'the quota API numbers its quotas, and no document says which number is which',
    'look at the quotas in the console before a large order',
  ),
  'networks.list': { supported: true, source: page(6646) },
  'networks.routes': lack(
    joining,
    'subnets join a gateway themselves; there are no routes to it',
    'no action needed: SNAT rules show the subnets that have joined',
  ),
  'writes.token': lack(
    creation,
    'no operation takes an idempotency token',
    'nothing is to be done: Polynat looks for what a write was to bring about before it sends it again',
  ),
};

/** What version 3 of the API lacks, and how to get it. */
const lackingV3 = {
  'gateways.rename': lack(
    v3,
    'version 3 of the API cannot rename a gateway',
    "give the driver the option api: 'v2'",
  ),
  'snat.source.hosts': lack(
    v3,
    'version 3 of the API joins single servers but does not tell which have joined',
    "give the driver the option api: 'v2', or lead the whole subnet outside",
  ),
};

const ofApi: Readonly<Record<Api, Capabilities>> = {
  v2: { sizes, features },
  v3: { sizes, features: { ...features, ...lackingV3 } },
};

export const capabilitiesOf = (api: Api): Capabilities => ofApi[api];
