import type { Capabilities, Unsupported } from '@polynat/core';

/** Where each fact is written. */
const source = 'https://volcano.example/docs/nat';
const yes = { supported: true, source } as const;
const no = (reason: string, remedy: string): Unsupported => ({ supported: false, reason, remedy, source });

const names = {
  pattern: /^[a-z][a-z0-9_-]{0,31}$/,
  words: 'begin with a letter and hold up to 32 of a-z, 0-9, _ and -',
};
const noDnat = no('Volcano forwards no ports', 'put a load balancer in front of the host');
const noPrepaid = no('Volcano is paid by the hour', 'leave billing out');
const noPackages = no(
  'addresses carry their own bandwidth',
  'choose the bandwidth of each address in the console',
);
const noText = no('gateways have a name only', 'say it in the name');

export const capabilities: Capabilities = {
  sizes: {
    offers: [
      { size: { tier: 'small' }, connections: 100_000 },
      { size: { tier: 'large' }, connections: 2_000_000 },
    ],
    source,
  },
  features: {
    'gateways.create': { ...yes, subnet: 'unused', addresses: 'unused', names, named: true },
    'gateways.rename': { ...yes, names },
    'gateways.description': noText,
    'gateways.resize': { ...yes, direction: 'both' },
    'gateways.convert': no('there is one generation', 'nothing needs converting'),
    'gateways.protect': no('there is no such switch', 'take away the right to delete in the access rules'),
    'gateways.delete': yes,
    'gateways.delete.force': no('a gateway with rules is never deleted', 'remove its rules first'),
    'gateways.tags': noText,
    'addresses.attach': { ...yes, minimum: 0, maximum: 8 },
    'addresses.allocate': no('addresses are bought in the console', 'buy one there and attach it here'),
    'addresses.release': no('addresses are given back in the console', 'detach it here and release it there'),
    'addresses.swap': yes,
    'addresses.pools': no('every address serves SNAT', 'attach it without a purpose'),
    'snat.rules': yes,
    'snat.source.cidr': yes,
    'snat.source.subnet': no('rules name address blocks', 'give the block of the subnet'),
    'snat.source.hosts': no('rules name address blocks', 'give a /32 per host'),
    'snat.source.network': no('rules name address blocks', 'give the block of the network'),
    'snat.through': { ...yes, maximum: 8 },
    'snat.replace': no('rules cannot be changed', 'add the new rule, then remove the old one'),
    'snat.names': no('rules have no names', 'leave the name out'),
    'dnat.rules': noDnat,
    'dnat.any': noDnat,
    'dnat.ranges': noDnat,
    'dnat.ranges.unequal': noDnat,
    'dnat.replace': noDnat,
    'dnat.names': noDnat,
    'dnat.port-break': noDnat,
    'billing.on-demand': yes,
    'billing.prepaid': noPrepaid,
    'billing.renew': noPrepaid,
    'billing.auto-pay': noPrepaid,
    'bandwidth.packages': noPackages,
    'bandwidth.convert': noPackages,
    'networks.list': no('networks belong to another API', 'look the id up in the console'),
    'writes.token': yes,
  },
};
