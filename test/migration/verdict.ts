import type { Built, Trial } from './trial.ts';

/** What is left in the cloud when everything has ended, in a form two runs can be compared by. */
export interface Verdict {
  readonly gateway: unknown;
  /** Addresses of the account. */
  readonly addresses: number;
  /** Orders of gateways that the cloud took. One that is repeated under the same token is the same order. */
  readonly orders: number;
}

const orderOf = /^(CreateNatGateway|CreateNat|CreateBmNatGateway)$/;

export async function verdictOn(trial: Trial): Promise<Verdict> {
  const built = await trial.built();
  return {
    gateway: built && comparable(built),
    addresses: await trial.addresses(),
    orders: trial.orders(orderOf),
  };
}

/**
 * Ids, times and addresses differ from run to run: addresses become those they stand for, interfaces whatever their host has, and rules
 * are sorted.
 */
function comparable({ document, stands }: Built): unknown {
  const { gateway, addresses, snat, dnat } = document;
  const source = (ip: string) => stands.get(ip) ?? `unknown ${ip}`;
  const { name, description, size, tags, generation } = gateway;
  const leaving = snat.map((rule) => ({
    ...rule,
    source: { ...rule.source, ...('interface' in rule.source && { interface: 'of its host' }) },
    through: rule.through.map(source).sort(),
  }));
  const entering = dnat.map((rule) => ({
    ...rule,
    public: { ...rule.public, address: source(rule.public.address) },
  }));
  return {
    gateway: { name, description, size, tags, generation },
    addresses: addresses.map(({ ip }) => source(ip)).sort(),
    snat: leaving.map((rule) => JSON.stringify(rule)).sort(),
    dnat: entering.map((rule) => JSON.stringify(rule)).sort(),
  };
}
