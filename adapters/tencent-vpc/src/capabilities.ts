import { lack } from '@polynat/adapter-kit';
import type { Capabilities } from '@polynat/core';
import { bandwidths, namePattern, nameWords, standardCapacity } from './operations/schema.ts';

const page = (number: number): string => `https://cloud.tencent.com/document/api/215/${number}`;
const creation = page(36721);
const deletion = page(36719);
const change = page(36715);
const listed = 'https://cloud.tencent.com/document/api/215/36714';
const resize = page(36713);
const upgrade = page(127746);
const attaching = page(36722);
const allocation = page(16699);
const snatCreation = page(52622);
const snatChange = page(52619);
const dnatCreation = page(36720);
const dnatChange = page(36714);
const limits = 'https://cloud.tencent.com/document/product/552/18187';
const billing = 'https://cloud.tencent.com/document/product/552/18184';
const records = page(15824);

/** By default; more by allow list (https://cloud.tencent.com/document/product/552/18187). */
const addressesAtMost = 10;
const rulesAtMost = 200;

/** Mbit/s that a traditional gateway sends unless it was changed, and that a standard one scales to (pages 36721 and 36715). */
const traditionalMbps = 100;
const standardMbps = 5_000;

const names = { pattern: namePattern, words: nameWords };

const notPrepaid = lack(
  billing,
  'NAT gateways are billed by the hour, never prepaid',
  'create pay-as-you-go gateways; there is nothing to renew',
);
const noPackages = lack(
  page(19209),
  'shared bandwidth belongs to public IPs, not to a gateway',
  'create shared bandwidth, and let public IPs join it: bandwidth.create, bandwidth.join',
);
const noRanges = lack(
  dnatCreation,
  'a DNAT rule forwards one port of tcp or udp',
  'add a rule for each port',
);

export const capabilities: Capabilities = {
  /** Standard gateways have one size, scale by themselves and are billed by what they carry. */
  sizes: {
    offers: [
      {
        size: { connections: 1_000_000 },
        tier: 'small',
        connections: 1_000_000,
        addresses: addressesAtMost,
        outboundMbps: traditionalMbps,
      },
      {
        size: { connections: 3_000_000 },
        tier: 'medium',
        connections: 3_000_000,
        addresses: addressesAtMost,
        outboundMbps: traditionalMbps,
      },
      {
        size: { connections: 10_000_000 },
        tier: 'large',
        connections: 10_000_000,
        addresses: addressesAtMost,
        outboundMbps: traditionalMbps,
      },
      {
        size: { metered: true },
        connections: standardCapacity,
        addresses: addressesAtMost,
        outboundMbps: standardMbps,
      },
    ],
    source: creation,
  },
  features: {
    'gateways.create': {
      supported: true,
      perNetwork: 3,
      subnet: 'unused',
      addresses: 'required',
      names,
      named: true,
      routes: 'manual',
      source: creation,
    },
    'gateways.filter': {
      supported: true,
      ids: 100,
      name: 'whole',
      network: true,
      states: ['creating', 'available', 'updating', 'suspended', 'deleting', 'failed'],
      /** Several keys mean any of them, so one is sent. */
      tags: { by: 'key', maximum: 1 },
      source: listed,
    },
    'gateways.rename': { supported: true, names, source: change },
    'gateways.description': lack(records, 'gateways have no description', 'use the name, or tags'),
    'gateways.outbound-limit': { supported: true, mbps: bandwidths, source: creation },
    'gateways.icmp-reply': lack(
      records,
      'whether public IPs answer a ping can be read (ICMPProxy), not chosen',
      'leave it out',
    ),
    /** Of standard gateways; new ones have it on. */
    'gateways.affinity': { supported: true, change: true, sizes: ['metered'], source: change },
    'gateways.bind-mode': lack(records, 'public IPs are bound in one way only', 'leave it out'),
    /** Nothing tells that a size cannot become smaller. */
    'gateways.resize': {
      supported: true,
      direction: 'both',
      sizes: {
        offers: [
          { size: { connections: 1_000_000 }, tier: 'small', connections: 1_000_000 },
          { size: { connections: 3_000_000 }, tier: 'medium', connections: 3_000_000 },
          { size: { connections: 10_000_000 }, tier: 'large', connections: 10_000_000 },
        ],
        source: resize,
      },
      source: resize,
    },
    'gateways.convert': { supported: true, from: 'traditional', to: 'standard', source: upgrade },
    'gateways.protect': { supported: true, withChange: true, source: change },
    'gateways.delete': { supported: true, withRules: true, takes: ['rules', 'addresses'], source: deletion },
    'gateways.create.tags': { supported: true, maximum: 50, source: creation },
    'gateways.tags': { supported: true, together: true, maximum: 50, source: page(15824) },
    'addresses.attach': {
      supported: true,
      minimum: 1,
      maximum: addressesAtMost,
      meteredBy: ['traffic'],
      source: attaching,
    },
    'addresses.allocate': {
      supported: true,
      meteredBy: { traffic: { from: 1, to: 100 }, bandwidth: { from: 1, to: 100 } },
      token: true,
      source: allocation,
    },
    'addresses.release': { supported: true, source: page(16705) },
    'addresses.swap': { supported: true, source: attaching },
    'addresses.pools': lack(
      attaching,
      'all public IPs of a gateway serve both SNAT and DNAT',
      "attach for 'any' purpose",
    ),
    'snat.rules': {
      supported: true,
      perGateway: rulesAtMost,
      sourcesWithoutRule: 'forwarded',
      source: limits,
    },
    'snat.source.cidr': { supported: true, source: snatCreation },
    'snat.source.subnet': { supported: true, source: snatCreation },
    'snat.source.hosts': {
      supported: true,
      subnet: 'unused',
      interface: true,
      perRule: 1,
      source: snatCreation,
    },
    'snat.source.network': lack(
      snatCreation,
      'a rule is for a subnet, a block or a network interface',
      'add no rule: sources without one leave through all public IPs of the gateway',
    ),
    'snat.through': { supported: true, source: snatCreation },
    'snat.addAll.atomic': lack(
      snatCreation,
      'nothing says what a refused request of several rules leaves',
      'leave `atomic` out, and read the result of each rule',
    ),
    'snat.replace': { supported: true, keeps: 'source', source: snatChange },
    'snat.affinity': lack(
      snatCreation,
      'the gateway chooses for all its rules',
      'set it on the gateway: gateway.configure({ affinity })',
    ),
    'snat.names': { supported: true, names, required: false, source: snatCreation },
    'dnat.rules': { supported: true, perGateway: rulesAtMost, source: limits },
    'dnat.any': noRanges,
    'dnat.ranges': noRanges,
    'dnat.ranges.unequal': noRanges,
    'dnat.addAll.atomic': lack(
      dnatCreation,
      'nothing says what a refused request of several rules leaves',
      'leave `atomic` out, and read the result of each rule',
    ),
    'dnat.replace': { supported: true, source: dnatChange },
    'dnat.names': { supported: true, names, source: dnatCreation },
    'dnat.port-break': lack(
      dnatCreation,
      'a port that SNAT is using is not told apart from others',
      'leave portBreak out',
    ),
    'billing.on-demand': { supported: true, source: billing },
    'billing.prepaid': notPrepaid,
    'billing.renew': notPrepaid,
    'billing.auto-pay': notPrepaid,
    'bandwidth.packages': noPackages,
    'bandwidth.convert': noPackages,
    'bandwidth.shared': {
      supported: true,
      /** The page tells no figures; the service refuses what it does not sell. */
      meteredBy: { traffic: { from: 1, to: 100_000 }, bandwidth: { from: 1, to: 100_000 } },
      names: { pattern: /^[A-Za-z0-9_]{1,59}$/, words: 'be 1 to 59 letters, digits or _' },
      perRequest: { join: 20, leave: 20 },
      marked: true,
      source: page(19212),
    },
    'account.availability': {
      supported: true,
      tells: ['addresses', 'gatewaysPerNetwork', 'addressesPerGateway', 'dnatPerGateway'],
      source: page(16701),
    },
    'networks.list': { supported: true, source: page(15778) },
    'networks.routes': { supported: true, source: page(15763) },
    'writes.token': lack(
      creation,
      'no operation on gateways takes an idempotency token',
      'no action needed: Polynat looks for what a write was to bring about before it sends it again',
    ),
  },
};
