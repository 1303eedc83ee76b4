import type { Identity } from '../../cloud.ts';
import type { SeedSection } from './seed-schema.ts';

/** The network a caller can use at once; its ids stay the same through a reset. */
export interface ReadyNetwork {
  readonly region: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly cidr: string;
  /** What exists from the start: the ready network, and one in each of three other regions. */
  readonly section: SeedSection;
}

/** Enough for rules of any kind: DNAT and single sources need a server that has the address. */
const serverIps = Array.from({ length: 40 }, (_, place) => `10.2.1.${place + 10}`);

export function drawReadyNetwork(identity: Identity): ReadyNetwork {
  const id = (kind: string) => `${kind}-${identity.word(8)}`;
  const server = (ip: string) => ({ ip, instanceId: id('ins'), interfaceId: id('eni') });
  const vpcId = id('vpc');
  const subnetId = id('subnet');
  const subnet = (name: string, cidr: string, ips: readonly string[]) => ({
    subnetId: id('subnet'),
    name,
    cidr,
    servers: ips.map(server),
  });
  const mainTable = () => ({ routeTableId: id('rtb'), main: true });
  const elsewhere = (region: string, cidr: string, first: string, host: string) => ({
    region,
    vpcId: id('vpc'),
    name: 'default',
    cidr,
    subnets: [subnet('servers', first, [host])],
    routeTables: [mainTable()],
  });
  const section: SeedSection = {
    vpcs: [
      {
        region: 'ap-guangzhou',
        vpcId,
        name: 'default',
        cidr: '10.2.0.0/16',
        subnets: [
          { ...subnet('servers', '10.2.1.0/24', serverIps), subnetId },
          subnet('storage', '10.2.2.0/24', ['10.2.2.10', '10.2.2.11']),
          subnet('backup', '10.2.3.0/26', ['10.2.3.10']),
        ],
        routeTables: [mainTable()],
      },
      elsewhere('ap-shanghai', '10.4.0.0/16', '10.4.1.0/24', '10.4.1.10'),
      elsewhere('ap-beijing', '10.8.0.0/16', '10.8.1.0/24', '10.8.1.10'),
      elsewhere('ap-singapore', '10.9.0.0/16', '10.9.1.0/24', '10.9.1.10'),
    ],
  };
  return { region: 'ap-guangzhou', vpcId, subnetId, cidr: '10.2.1.0/24', section };
}
