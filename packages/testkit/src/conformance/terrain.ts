import {
  type Capabilities,
  formatIpv4,
  parseCidr,
  type SnatSource,
  type SnatSourceKind,
} from '@polynat/core';
import type { Harness } from './harness.ts';

const blockSize = 8;

/** Kinds of which a network has many, before those of which it has few. */
const manyFirst: readonly SnatSourceKind[] = ['cidr', 'hosts', 'subnet', 'network'];

/** The inside addresses the suite makes rules for. */
export class Terrain {
  readonly #network: Harness['network'];
  readonly #first: number;
  readonly #kind: SnatSourceKind;
  readonly #hostsNeedSubnet: boolean;

  constructor(network: Harness['network'], { features }: Capabilities) {
    const range = parseCidr(network.cidr);
    if (!range || range.last - range.first < 255) {
      throw new Error(`the harness' network.cidr ${network.cidr} must be a block of 256 addresses or more`);
    }
    this.#network = network;
    this.#first = range.first;
    const hosts = features['snat.source.hosts'];
    this.#hostsNeedSubnet = hosts.supported && hosts.subnet === 'required';
    this.#kind = manyFirst.find((kind) => features[`snat.source.${kind}`].supported) ?? 'cidr';
  }

  /** The nth of thirty sources that do not touch, of a kind this cloud takes. */
  source(index: number): SnatSource {
    return this.sourceOf(this.#kind, index);
  }

  sourceOf(kind: SnatSourceKind, index: number): SnatSource {
    const { subnet = 'subnet-unknown', furtherSubnets = [] } = this.#network;
    const subnets = [subnet, ...furtherSubnets];
    const sources: Readonly<Record<SnatSourceKind, SnatSource>> = {
      cidr: { cidr: `${formatIpv4(this.#first + index * blockSize)}/29` },
      hosts: { hosts: [this.host(index)], ...(this.#hostsNeedSubnet && { subnet }) },
      subnet: { subnet: subnets[index % subnets.length] ?? subnet },
      network: { network: 'whole' },
    };
    return sources[kind];
  }

  /** The nth host, behind the addresses clouds keep for themselves at the start of a subnet. */
  host(index: number): string {
    return formatIpv4(this.#first + 10 + index);
  }
}
