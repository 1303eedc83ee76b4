import { NatError } from './errors.ts';
import type { GatewayKey } from './model/gateway-key.ts';

const form = /^(?<cloud>[A-Za-z0-9._-]+):(?<region>[^/\s]+)\/(?:(?<network>[^/\s]+)\/)?(?<id>[^/\s]+)$/;

/**
 * Names one gateway everywhere: `alias:region/id`, or `alias:region/network/id` on clouds whose calls need the network too.
 * It prints, parses and serialises as that one string.
 */
export class GatewayRef implements GatewayKey {
  readonly cloud: string;
  readonly region: string;
  declare readonly network?: string;
  readonly id: string;

  constructor(cloud: string, key: GatewayKey) {
    this.cloud = cloud;
    this.region = key.region;
    if (key.network !== undefined) this.network = key.network;
    this.id = key.id;
    Object.freeze(this);
  }

  static parse(text: string): GatewayRef {
    const parts = form.exec(text)?.groups;
    if (!parts?.cloud || !parts.region || !parts.id) {
      throw new NatError('invalid-argument', `"${text}" does not name a gateway`, {
        field: 'ref',
        remedy: 'write alias:region/id or alias:region/network/id, as a listing prints it',
      });
    }
    const { cloud, region, network, id } = parts;
    return new GatewayRef(cloud, { region, id, ...(network === undefined ? {} : { network }) });
  }

  static from(ref: GatewayRef | string): GatewayRef {
    return typeof ref === 'string' ? GatewayRef.parse(ref) : new GatewayRef(ref.cloud, ref);
  }

  toString(): string {
    const network = this.network === undefined ? '' : `${this.network}/`;
    return `${this.cloud}:${this.region}/${network}${this.id}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
