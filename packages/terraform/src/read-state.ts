import { NatError } from '@polynat/core';
import { type GatewayDocument, readDocument } from '@polynat/migrate';
import { providers } from './providers.ts';
import { resourcesIn } from './state/resources.ts';
import type { Found, StateGateway } from './state/state-gateway.ts';

/** Every gateway, of all modules, in what `terraform show -json` prints of a state or a plan. Pure. */
export const readState = (input: unknown): readonly StateGateway[] => foundIn(input).map(gatewayOf);

export interface FoundGateway extends Found {
  readonly kind: string;
}

/** The same, before it is known whether the state tells enough for a document. */
export function foundIn(input: unknown): readonly FoundGateway[] {
  const resources = resourcesIn(input);
  return Object.entries(providers).flatMap(([kind, { read }]) =>
    read(resources).map((found) => ({ ...found, kind })),
  );
}

const gatewayOf = ({
  address,
  kind,
  id,
  parts,
  missing,
  untold,
  owned,
  kept,
}: FoundGateway): StateGateway => ({
  address,
  kind,
  ...(id !== undefined && { id }),
  ...(missing.length === 0 && { document: documentOf(parts) }),
  missing,
  untold,
  owned,
  kept,
});

const documentOf = ({ gateway, addresses, snat, dnat }: Found['parts']): GatewayDocument =>
  readDocument({ polynat: 1, gateway, addresses, snat, dnat, bandwidth: [] });

/** The gateway with this address or id, of those in a state. */
export function stateGateway(gateways: readonly StateGateway[], named: string): StateGateway {
  const matching = gateways.filter(
    ({ address, id }) => named === address || named === id || named.endsWith(`/${id}`),
  );
  const [found, ...others] = matching;
  if (found && others.length === 0) return found;
  const all = gateways.map(({ address }) => address).join(', ');
  throw new NatError(
    found ? 'conflict' : 'not-found',
    found ? `the state has ${matching.length} gateways "${named}"` : `the state has no gateway "${named}"`,
    { field: 'source', remedy: all === '' ? 'give the state of another workspace' : `name one of: ${all}` },
  );
}

/** Its document, or why there is none. */
export function requireDocument({ address, document, missing }: StateGateway): GatewayDocument {
  if (document) return document;
  const [first] = missing;
  throw new NatError('failed-precondition', `${address} cannot be a document: ${first?.why}`, {
    field: first?.where ?? address,
    remedy: 'apply the configuration first, or name the gateway itself: Polynat then asks the cloud',
  });
}
