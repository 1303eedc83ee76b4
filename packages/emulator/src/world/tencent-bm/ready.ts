import type { Identity } from '../../cloud.ts';
import type { SeedSection } from './seed.ts';

/** The network a caller can use at once; its ids and addresses stay the same through a reset. */
export interface ReadyNetwork {
  readonly region: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly cidr: string;
  /** What exists from the start: the ready network, a second one beside it, and one in each other region. */
  readonly section: SeedSection;
}

export function drawReadyNetwork(identity: Identity): ReadyNetwork {
  const id = (kind: string) => `${kind}-${identity.word(8)}`;
  let last = 0;
  const eips = (count: number, exclusive: 0 | 1 = 0) =>
    Array.from({ length: count }, () => {
      last += 1;
      return { eipId: id('eip'), ip: `198.18.0.${last}`, exclusive };
    });
  const vpcId = id('vpc');
  const subnetId = id('subnet');
  const subnet = (name: string, cidr: string, servers: readonly string[] = []) => ({
    subnetId: id('subnet'),
    name,
    cidr,
    servers: servers.map((ip) => ({ ip })),
  });
  const elsewhere = (region: string, cidr: string, first: string) => ({
    region,
    vpcId: id('vpc'),
    name: 'default',
    cidr,
    subnets: [subnet('servers', first)],
    eips: eips(4),
  });
  return {
    region: 'ap-guangzhou',
    vpcId,
    subnetId,
    cidr: '10.1.1.0/24',
    section: {
      vpcs: [
        {
          region: 'ap-guangzhou',
          vpcId,
          name: 'default',
          cidr: '10.1.0.0/16',
          subnets: [
            { ...subnet('servers', '10.1.1.0/24', ['10.1.1.10', '10.1.1.11', '10.1.1.12']), subnetId },
            subnet('storage', '10.1.2.0/24', ['10.1.2.10', '10.1.2.11']),
            subnet('backup', '10.1.3.0/26', ['10.1.3.10']),
          ],
          eips: eips(8),
        },
        {
          region: 'ap-guangzhou',
          vpcId: id('vpc'),
          name: 'exclusive',
          cidr: '10.9.0.0/16',
          exclusiveCluster: true,
          subnets: [subnet('servers', '10.9.1.0/24', ['10.9.1.10'])],
          eips: [...eips(4), ...eips(4, 1)],
        },
        elsewhere('ap-shanghai', '10.4.0.0/16', '10.4.1.0/24'),
        elsewhere('ap-beijing', '10.8.0.0/16', '10.8.1.0/24'),
        elsewhere('ap-chongqing', '10.19.0.0/16', '10.19.1.0/24'),
      ],
    },
  };
}
