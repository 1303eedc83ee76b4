import { type Clouds, createNat, type DnatRule, formatIpv4, type SnatRule } from '@polynat/core';
import {
  compareDocuments,
  exportGateway,
  type GatewayDocument,
  type Mapping,
  planChange,
  planCreation,
  readPlan,
  type Target,
  translate,
} from '@polynat/migrate';
import { memoryDriver } from '@polynat/testkit';
import { compare, type Plan, report } from './measure.ts';

/**
 * What translating, planning, comparing and diffing cost by the number of rules, with no cloud behind them. The ratios tell how it
 * grows: ten times the rules should cost about ten times as much.
 */
const sizes = [1_000, 10_000, 100_000] as const;
const plan: Plan = { runs: 1, rounds: 5, abreast: 1 };
const publicAddresses = ['198.18.0.1', '198.18.0.2'] as const;
const standing = { state: 'available', providerState: 'ok', native: null } as const;

const snatRule = (index: number): SnatRule => ({
  id: `snat-${index}`,
  name: `out-${index}`,
  source: { cidr: `${formatIpv4(10 * 2 ** 24 + index)}/32` },
  through: [publicAddresses[0]],
  ...standing,
});

/** All ports of one protocol of the second address, then of the other, then of further ones. */
function dnatRule(index: number): DnatRule {
  const port = 1 + (index % 65_535);
  const inside = formatIpv4(10 * 2 ** 24 + index);
  return {
    id: `dnat-${index}`,
    name: `in-${index}`,
    protocol: index < 65_535 ? 'tcp' : 'udp',
    public: { address: publicAddresses[1], ports: { from: port, to: port } },
    private: { address: inside, ports: { from: port, to: port } },
    ...standing,
  };
}

interface Load {
  readonly rules: number;
  readonly clouds: Clouds;
  readonly ref: string;
  readonly document: GatewayDocument;
  readonly mapping: Mapping;
  readonly target: Target;
  /** The document with every tenth rule changed, and one rule in a hundred new. */
  readonly changed: GatewayDocument;
}

/** A cloud in memory that lists rules it never had to be told, half of them SNAT and half DNAT. */
async function loadOf(rules: number): Promise<Load> {
  const numbers = Array.from({ length: rules / 2 }, (_, index) => index);
  const [snat, dnat] = [numbers.map(snatRule), numbers.map(dnatRule)];
  const memory = memoryDriver({ networks: [{ vpc: 'vpc-1', cidr: '10.0.0.0/8', subnets: [] }] });
  const listing = {
    ...memory,
    snat: { ...memory.snat, list: async () => ({ items: snat }) },
    dnat: { ...memory.dnat, list: async () => ({ items: dnat }) },
    addresses: {
      ...memory.addresses,
      list: async () => ({ items: publicAddresses.map((ip) => ({ ip, use: 'both', ...standing }) as const) }),
    },
  };
  const clouds: Clouds = createNat({ here: listing, there: memoryDriver() });
  const gateway = await clouds.cloud('here').gateways.create({ name: 'egress', network: { vpc: 'vpc-1' } });
  const document = await exportGateway(clouds, gateway.ref);
  const mapping: Mapping = { network: { vpc: 'vpc-main' }, otherAddresses: 'allocate', accept: ['network'] };
  const target: Target = {
    alias: 'there',
    capabilities: clouds.cloud('there').capabilities,
    cidrs: ['10.0.0.0/8'],
    subnets: [],
  };
  return { rules, clouds, ref: `${gateway.ref}`, document, mapping, target, changed: changedFrom(document) };
}

const changedFrom = (document: GatewayDocument): GatewayDocument => ({
  ...document,
  snat: document.snat.map((rule, index) =>
    index % 10 === 0 ? { ...rule, through: [publicAddresses[1]] } : rule,
  ),
  dnat: document.dnat.map((rule, index) =>
    index % 100 === 0 ? { ...rule, protocol: rule.protocol === 'tcp' ? 'udp' : 'tcp' } : rule,
  ),
});

const works: Readonly<Record<string, (load: Load) => unknown>> = {
  'translate: document to another cloud': ({ document, mapping, target }) =>
    translate(document, mapping, target),
  'plan: translate, lay out and seal': ({ clouds, document, mapping }) =>
    planCreation(clouds, document, { to: 'there', mapping }),
  'diff: export, translate and plan the change': ({ clouds, ref, changed }) =>
    planChange(clouds, ref, changed),
  'verify: egress and ingress of two documents': ({ document, changed }) =>
    compareDocuments(document, changed),
};

const loads = await Promise.all(sizes.map(loadOf));
for (const [title, work] of Object.entries(works)) {
  const subjects = loads.map((load) => ({
    name: `${load.rules.toLocaleString('en')} rules`,
    run: async () => work(load),
  }));
  report(title, await compare(subjects, plan));
}

const stored = await Promise.all(
  loads.map(async ({ rules, clouds, document, mapping }) => {
    const text = JSON.stringify(await planCreation(clouds, document, { to: 'there', mapping }));
    return { name: `${rules.toLocaleString('en')} rules`, run: async () => readPlan(JSON.parse(text)) };
  }),
);
report('read a stored plan: parse, check and verify its seal', await compare(stored, plan));
