import { lack } from '@polynat/adapter-kit';
import type { Capabilities, SizeFacts, TermRule, UnitOffer } from '@polynat/core';
import { namePattern, nameWords } from './operations/schema.ts';

const doc = (page: string): string => `https://cloud.baidu.com/doc/VPC/s/${page}`;
const creation = doc('Xjwvyul3d');
const limits = doc('9jwvytur6');
const models = doc('9jwvyubqq');
const overview = doc('im4tnpl2c');
const snat = doc('Iki4clqjv');
const dnat = doc('im4tnpl2c');
const address = 'https://cloud.baidu.com/doc/EIP/s/Wjwvz30fv';

const names = { pattern: namePattern, words: nameWords };
const terms: TermRule = { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36], years: [1, 2, 3] };

const units: UnitOffer = { from: 1, to: 100, addressesPerUnit: 5, addressesAtMost: 50 };

/**
 * Connections of the normal tiers are those of https://cloud.baidu.com/doc/VPC/s/Cjwvyu10x-en. What a capacity unit carries, the
 * documents of the API do not say, so "at least N connections" never picks units.
 */
export const sizes: SizeFacts = {
  offers: [
    { size: { tier: 'small' }, connections: 10_000, addresses: 5, addressesPerPool: 1 },
    { size: { tier: 'medium' }, connections: 50_000, addresses: 10, addressesPerPool: 1 },
    { size: { tier: 'large' }, connections: 200_000, addresses: 15, addressesPerPool: 1 },
  ],
  units,
  source: limits,
};

export const capabilities: Capabilities = {
  sizes,
  features: {
    'gateways.create': {
      supported: true,
      perNetwork: 3,
      subnet: 'unused',
      addresses: 'optional',
      names,
      named: true,
      source: creation,
    },
    'gateways.filter': { supported: true, ids: 1, name: 'whole', network: true, source: doc('Tjwvyukbd') },
    'gateways.rename': { supported: true, names, source: overview },
    'gateways.description': lack(
      creation,
      'gateways have no description',
      'put what matters into the name or into tags',
    ),
    'gateways.outbound-limit': lack(
      address,
      'bandwidth belongs to the public IPs, not to a gateway',
      'choose the bandwidth of each public IP',
    ),
    /** Enhanced gateways only, so in units; a normal one is refused when it is met. */
    'gateways.resize': {
      supported: true,
      direction: 'both',
      sizes: { offers: [], units, source: doc('wlqg2w659') },
      source: doc('wlqg2w659'),
    },
    'gateways.icmp-reply': lack(
      creation,
      'whether public IPs answer a ping cannot be chosen',
      'leave it out; filter ICMP in the security groups or ACLs of the subnets',
    ),
    'gateways.affinity': lack(
      snat,
      'how a pool of public IPs is shared among hosts cannot be chosen',
      'give the hosts that must keep one public IP a rule of their own with one public IP',
    ),
    'gateways.bind-mode': lack(creation, 'public IPs are bound in one way only', 'leave it out'),
    'gateways.convert': lack(
      overview,
      'no call turns a normal gateway into an enhanced one',
      'create an enhanced gateway (size in units) and move the rules to it',
    ),
    'gateways.protect': { supported: true, source: doc('plzkmsori') },
    /** Nothing has to go before: other tools release gateways with rules and public IPs, which become free. */
    'gateways.delete': { supported: true, takes: ['rules', 'addresses'], source: doc('yjwvyujjq') },
    'gateways.create.tags': { supported: true, maximum: 20, source: creation },
    'gateways.tags': lack(
      creation,
      'the NAT API takes tags at creation only and cannot change them',
      "give the tags with the order, or use the console's tag management",
    ),
    'addresses.attach': { supported: true, minimum: 0, maximum: 50, source: limits },
    /** By bandwidth 500, by traffic 200: the figure both can have. */
    'addresses.allocate': {
      supported: true,
      meteredBy: { traffic: { from: 1, to: 200 }, bandwidth: { from: 1, to: 200 } },
      source: address,
    },
    'addresses.release': { supported: true, source: address },
    'addresses.swap': lack(
      doc('Ljwvyujy8'),
      'a normal gateway holds one plain address, so the old one has to leave before the new one comes',
      'accept the gap, or take addresses of one shared bandwidth and attach before you detach',
    ),
    /** Normal gateways; the addresses of an enhanced one serve both. */
    'addresses.pools': { supported: true, source: creation },
    'snat.rules': { supported: true, source: snat },
    'snat.source.cidr': { supported: true, source: snat },
    'snat.source.subnet': lack(
      snat,
      'rules name blocks, not subnets',
      "give the subnet's block: networks.subnets tells it",
    ),
    'snat.source.hosts': lack(
      snat,
      'a rule names one block',
      'add one rule per host, with its address as a /32 block',
    ),
    'snat.source.network': lack(
      snat,
      'rules name blocks, not networks',
      "give the VPC's block: networks.list tells it",
    ),
    'snat.through': { supported: true, source: snat },
    /** The answer holds all ids or one error; the documents do not say what a refused batch leaves. */
    'snat.addAll.atomic': { supported: true, source: doc('oktlo8qfr') },
    'snat.replace': { supported: true, source: overview },
    'snat.affinity': lack(
      snat,
      'how a pool of public IPs is shared among hosts cannot be chosen',
      'give the hosts that must keep one public IP a rule of their own with one public IP',
    ),
    /** The API wants a name; a rule that has none is named after its block. */
    'snat.names': { supported: true, names, required: false, source: snat },
    'dnat.rules': { supported: true, source: dnat },
    'dnat.any': { supported: true, source: dnat },
    'dnat.ranges': { supported: true, source: dnat },
    'dnat.ranges.unequal': lack(
      dnat,
      'nothing says how ranges of different length would be forwarded',
      'give both ranges the same length',
    ),
    'dnat.addAll.atomic': { supported: true, source: overview },
    'dnat.replace': { supported: true, source: overview },
    'dnat.names': { supported: true, names, source: dnat },
    'dnat.port-break': lack(
      dnat,
      'the API has no such switch',
      'choose a public port that SNAT does not use',
    ),
    'billing.on-demand': { supported: true, source: models },
    'billing.prepaid': { supported: true, terms, source: models },
    'billing.renew': { supported: true, terms, source: doc('Vjwvyukqv') },
    /** Orders know no other way: they are paid from the balance at once. */
    'billing.auto-pay': { supported: true, source: doc('Njwvyuqa3') },
    'bandwidth.packages': lack(
      overview,
      'gateways have no bandwidth packages; bandwidth is shared between addresses by the EIP service',
      'create shared bandwidth, and let public IPs join it: bandwidth.create, bandwidth.join',
    ),
    'bandwidth.convert': lack(overview, 'gateways have no bandwidth packages', 'nothing is to be converted'),
    /** One page sells what another does not: these are the widest figures, and the service refuses what it does not sell. */
    'bandwidth.shared': {
      supported: true,
      meteredBy: { traffic: { from: 1, to: 1_000 }, bandwidth: { from: 1, to: 5_000 } },
      names,
      source: 'https://cloud.baidu.com/doc/EIP/s/ijwvz2zq8',
    },
    'account.availability': lack(
      limits,
      'no API tells quotas or stock',
      'look at the quotas in the console before a large order',
    ),
    'networks.list': { supported: true, source: doc('wjwvyub23') },
    'networks.routes': lack(
      overview,
      'routes belong to another API',
      'look at the route tables of the VPC in the console',
    ),
    'writes.token': { supported: true, source: doc('gjwvyu77i') },
  },
};
