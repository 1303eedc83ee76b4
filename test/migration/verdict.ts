import type { GatewayDocument } from '@polynat/migrate';
import type { Trial } from './trial.ts';

/** What is left in the cloud when everything has ended, in a form two runs can be compared by. */
export interface Verdict {
  readonly gateway: unknown;
  /** Addresses of the account. */
  readonly addresses: number;
  /** Orders of gateways that reached the cloud. */
  readonly orders: number;
}

const orderOf = /^(CreateNatGateway|CreateNat|CreateBmNatGateway)$/;

export async function verdictOn(trial: Trial): Promise<Verdict> {
  const built = await trial.built();
  return {
    gateway: built && comparable(built),
    addresses: await trial.addresses(),
    orders: trial.writes(orderOf),
  };
}

/** Ids, times and addresses differ from run to run: addresses become their place in the list, and rules are sorted. */
function comparable({ gateway, addresses, snat, dnat }: GatewayDocument): unknown {
  const places = new Map(addresses.map(({ ip }, place) => [ip, `address ${place}`]));
  const placed = (ip: string) => places.get(ip) ?? ip;
  const { name, description, size, tags, generation } = gateway;
  return {
    gateway: { name, description, size, tags, generation },
    addresses: addresses.length,
    snat: snat.map((rule) => JSON.stringify({ ...rule, through: rule.through.map(placed).sort() })).sort(),
    dnat: dnat
      .map((rule) =>
        JSON.stringify({ ...rule, public: { ...rule.public, address: placed(rule.public.address) } }),
      )
      .sort(),
  };
}
