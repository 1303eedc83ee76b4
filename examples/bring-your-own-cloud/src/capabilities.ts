import { lacking } from '@polynat/adapter-kit';
import type { Capabilities, Feature } from '@polynat/core';

/** Where each fact is written. */
const source = 'https://volcano.example/docs/nat';
const yes = { supported: true, source } as const;
const names = {
  pattern: /^[a-z][a-z0-9_-]{0,31}$/,
  words: 'begin with a letter and hold up to 32 of a-z, 0-9, _ and -',
};

const no = <F extends Feature>(features: readonly F[], reason: string, remedy: string) =>
  lacking(features, { reason, remedy, source });

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
    'gateways.delete': yes,
    'addresses.attach': { ...yes, minimum: 0, maximum: 8 },
    'addresses.swap': yes,
    'snat.rules': yes,
    'snat.source.cidr': yes,
    'snat.through': { ...yes, maximum: 8 },
    'billing.on-demand': yes,
    'writes.token': yes,
    ...no(['gateways.filter'], 'a listing takes no conditions', 'no action needed: Polynat filters'),
    ...no(
      ['gateways.description', 'gateways.tags', 'gateways.create.tags'],
      'gateways have a name only',
      'say it in the name',
    ),
    ...no(
      ['gateways.rename', 'gateways.outbound-limit', 'gateways.resize', 'gateways.convert'],
      'a gateway stays as it was created',
      'create another one and move the rules',
    ),
    ...no(['gateways.protect'], 'there is no such switch', 'remove the right to delete in the access rules'),
    ...no(['addresses.allocate', 'addresses.release'], 'the API sells no IPs', 'use the console'),
    ...no(['addresses.pools'], 'every public IP serves SNAT', 'attach it without a purpose'),
    ...no(
      ['snat.source.subnet', 'snat.source.hosts', 'snat.source.network'],
      'rules name CIDR blocks',
      'give the block, or a /32 per host',
    ),
    ...no(['snat.addAll.atomic'], 'each rule is added by a request of its own', 'leave atomic out'),
    ...no(['snat.replace'], 'rules cannot be changed', 'add the new rule, then remove the old one'),
    ...no(
      ['gateways.icmp-reply', 'gateways.affinity', 'gateways.bind-mode', 'snat.affinity'],
      'gateways have no such switch',
      'leave it out',
    ),
    ...no(['snat.names'], 'rules have no names', 'leave the name out'),
    ...no(
      [
        'dnat.rules',
        'dnat.any',
        'dnat.ranges',
        'dnat.ranges.unequal',
        'dnat.addAll.atomic',
        'dnat.replace',
        'dnat.names',
        'dnat.port-break',
      ],
      'Volcano forwards no ports',
      'put a load balancer in front of the host',
    ),
    ...no(
      ['billing.prepaid', 'billing.renew', 'billing.auto-pay'],
      'Volcano is paid by the hour',
      'leave billing out',
    ),
    ...no(
      ['bandwidth.packages', 'bandwidth.convert', 'bandwidth.shared'],
      'public IPs carry their own bandwidth',
      'choose the bandwidth of each public IP in the console',
    ),
    ...no(
      ['account.availability'],
      'quotas belong to another API',
      'look the quotas up in the console before a large order',
    ),
    ...no(
      ['networks.list', 'networks.routes'],
      'networks belong to another API',
      'look the id up in the console',
    ),
  },
};
