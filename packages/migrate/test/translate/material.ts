import type { SizeFacts } from '@polynat/core';
import { type MemoryOptions, memoryDriver } from '@polynat/testkit';
import type {
  DocumentedDnat,
  DocumentedGateway,
  DocumentedSnat,
  GatewayDocument,
  Mapping,
} from '../../src/index.ts';
import type { Target } from '../../src/translate/target.ts';

export const [first, second, third] = ['203.0.113.1', '203.0.113.2', '203.0.113.3'] as const;

interface Parts extends Partial<Omit<GatewayDocument, 'gateway' | 'polynat'>> {
  readonly gateway?: Partial<DocumentedGateway>;
}

/** A gateway with two addresses and no rules, changed as a test needs it. */
export const document = ({ gateway, ...parts }: Parts = {}): GatewayDocument => ({
  polynat: 1,
  gateway: {
    name: 'egress',
    network: {
      vpc: 'vpc-old',
      cidrs: ['10.0.0.0/16'],
      subnets: { 'subnet-a': '10.0.0.0/24', 'subnet-b': '10.0.1.0/24' },
    },
    size: { tier: 'small' },
    connections: 1_000_000,
    billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    tags: {},
    ...gateway,
  },
  addresses: [
    { ip: first, bandwidthMbps: 5, meteredBy: 'traffic' },
    { ip: second, bandwidthMbps: 5, meteredBy: 'traffic' },
  ],
  snat: [],
  dnat: [],
  bandwidth: [],
  ...parts,
});

export const mapping = (changes: Partial<Mapping> = {}): Mapping => ({
  network: { vpc: 'vpc-new', subnet: 'net-1' },
  otherAddresses: 'allocate',
  ...changes,
});

interface Cloud
  extends Pick<MemoryOptions<'snat' | 'dnat' | 'bandwidth'>, 'unsupported' | 'limits' | 'without'> {
  readonly sizes?: Partial<SizeFacts>;
}

/** A cloud that has everything, but for what a test takes away. Its network is 10.0.0.0/16 with two subnets. */
export function target({ sizes, ...cloud }: Cloud = {}, changes: Partial<Target> = {}): Target {
  const { capabilities } = memoryDriver(cloud);
  return {
    alias: 'new',
    capabilities: sizes ? { ...capabilities, sizes: { ...capabilities.sizes, ...sizes } } : capabilities,
    networks: [{ id: 'vpc-new' }],
    cidrs: ['10.0.0.0/16'],
    subnets: [
      { id: 'net-1', cidr: '10.0.0.0/24' },
      { id: 'net-2', cidr: '10.0.1.0/24' },
    ],
    gateways: [],
    ...changes,
  };
}

/** What a cloud without a feature says about it. */
export const refusal = { reason: 'it was never built', remedy: 'do without' };

export const snat = (
  source: DocumentedSnat['source'],
  through: readonly string[] = [first],
): DocumentedSnat => ({
  source,
  through,
});

export const dnat = (
  protocol: DocumentedDnat['protocol'],
  outside: DocumentedDnat['public']['ports'] | number,
  inside: DocumentedDnat['private']['ports'] | number = outside,
  address: string = first,
): DocumentedDnat => ({
  protocol,
  public: { address, ports: portsOf(outside) },
  private: { address: '10.0.0.7', ports: portsOf(inside) },
});

const portsOf = (ports: DocumentedDnat['public']['ports'] | number) =>
  typeof ports === 'number' ? { from: ports, to: ports } : ports;
