import type { Availability, Capabilities } from '@polynat/core';

/** What a plan is going to ask of a cloud. */
export interface Needs {
  /** Public IPs to allocate. */
  readonly addresses: number;
  /** Public IPs that the gateway will have. */
  readonly held: number;
  readonly snat: number;
  readonly dnat: number;
}

/** What there is already, as far as it matters. */
export interface Surroundings {
  /** Gateways in the network. */
  readonly gateways: number;
  /** Of the subnet that the gateway will be in, where the cloud tells. */
  readonly zone?: string;
}

/** Something that would surely be refused. */
export interface Shortage {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

interface Limit {
  readonly key: Exclude<keyof Availability, 'zones'>;
  readonly what: string;
  readonly needed: (needs: Needs, around: Surroundings) => number;
  readonly told: (limit: number) => string;
  readonly remedy: string;
}

const raise = 'have the quota raised, and try again';

const limits: readonly Limit[] = [
  {
    key: 'addresses',
    what: 'new public IPs',
    needed: ({ addresses }) => addresses,
    told: (limit) => `${limit} more can be allocated today`,
    remedy: `release public IPs that nobody needs, name free ones in the mapping, or ${raise}`,
  },
  {
    key: 'gatewaysPerNetwork',
    what: 'gateways in the VPC',
    needed: (_needs, { gateways }) => gateways + 1,
    told: (limit) => `a VPC takes ${limit}`,
    remedy: `choose another VPC, or ${raise}`,
  },
  {
    key: 'addressesPerGateway',
    what: 'public IPs of the gateway',
    needed: ({ held }) => held,
    told: (limit) => `a gateway takes ${limit}`,
    remedy: `drop public IPs that nothing needs, or ${raise}`,
  },
  {
    key: 'snatPerGateway',
    what: 'SNAT rules of the gateway',
    needed: ({ snat }) => snat,
    told: (limit) => `a gateway takes ${limit}`,
    remedy: `split the gateway, or ${raise}`,
  },
  {
    key: 'dnatPerGateway',
    what: 'DNAT rules of the gateway',
    needed: ({ dnat }) => dnat,
    told: (limit) => `a gateway takes ${limit}`,
    remedy: `split the gateway, or ${raise}`,
  },
];

/** What the cloud has told, in words. */
export function told(needs: Needs, around: Surroundings, availability: Availability): readonly string[] {
  const counted = limits.flatMap(({ key, what, needed, told: words }) => {
    const limit = availability[key];
    return limit === undefined ? [] : [`${what}: ${needed(needs, around)} needed, ${words(limit)}`];
  });
  const { zones } = availability;
  return zones ? [...counted, `zones that sell gateways: ${zones.join(', ')}`] : counted;
}

/** What must fail, by what the cloud has told. */
export function shortages(
  needs: Needs,
  around: Surroundings,
  availability: Availability,
): readonly Shortage[] {
  const counted = limits.flatMap(({ key, what, needed, told: words, remedy }) => {
    const [limit, count] = [availability[key], needed(needs, around)];
    return limit === undefined || count <= limit
      ? []
      : [{ what: `${count} ${what}`, why: words(limit), remedy }];
  });
  return [...counted, ...soldOut(around, availability)];
}

function soldOut({ zone }: Surroundings, { zones }: Availability): readonly Shortage[] {
  if (zone === undefined || zones === undefined || zones.includes(zone)) return [];
  const sold = zones.length > 0 ? zones.join(', ') : 'no zone';
  const remedy = 'choose a subnet in a zone that sells them, or wait for stock';
  return [{ what: `a gateway in zone ${zone}`, why: `gateways are sold in ${sold}`, remedy }];
}

/** What nobody can know before the orders are placed. */
export function untold({ features }: Capabilities): readonly string[] {
  const fact = features['account.availability'];
  const tells: readonly string[] = fact.supported ? fact.tells : [];
  return [
    ...limits.filter(({ key }) => !tells.includes(key)).map(({ what }) => `the quota of ${what}`),
    ...(tells.includes('zones') ? [] : ['stock']),
    'the balance of the account',
    'permission to create gateways and allocate public IPs',
  ];
}
