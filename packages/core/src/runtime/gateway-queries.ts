import type { Capabilities, GatewayFilterFacts } from '../capabilities.ts';
import type { GatewayFilter, GatewayQuery } from '../model/gateway-filter.ts';
import { isPattern, literalOf } from '../model/name-pattern.ts';

/** Beyond so many requests by id it is cheaper to list all gateways and keep those that are meant. */
const mostRequestsById = 10;

/** The requests that find what a filter means: one, or several where a cloud names few gateways in each. */
export function queriesFor(filter: GatewayFilter, { features }: Capabilities): readonly GatewayQuery[] {
  const fact = features['gateways.filter'];
  if (!fact.supported) return filter.ids?.length === 0 ? [] : [{}];
  const query = { ...placeIn(filter, fact), ...nameIn(filter, fact), ...tagsIn(filter, fact) };
  const groups = groupsOf(filter.ids, fact.ids);
  return groups ? groups.map((ids) => ({ ...query, ids })) : [query];
}

function groupsOf(
  ids: readonly string[] | undefined,
  perRequest: number | undefined,
): readonly (readonly string[])[] | undefined {
  const named = [...new Set(ids)];
  if (ids === undefined || (perRequest === undefined && named.length > 0)) return undefined;
  const count = Math.ceil(named.length / (perRequest ?? 1));
  if (count > mostRequestsById) return undefined;
  return Array.from({ length: count }, (_, index) =>
    named.slice(index * (perRequest ?? 1), (index + 1) * (perRequest ?? 1)),
  );
}

const placeIn = ({ network, state }: GatewayFilter, facts: GatewayFilterFacts): GatewayQuery => ({
  ...(network !== undefined && facts.network && { network }),
  ...(state !== undefined && facts.states?.includes(state) && { state }),
});

function nameIn({ name }: GatewayFilter, facts: GatewayFilterFacts): GatewayQuery {
  if (name === undefined || facts.name === undefined) return {};
  if (!isPattern(name)) return { name };
  const part = facts.name === 'part' ? literalOf(name) : undefined;
  return part === undefined ? {} : { name: part };
}

function tagsIn({ tags = {} }: GatewayFilter, facts: GatewayFilterFacts): GatewayQuery {
  const wanted = Object.entries(tags).slice(0, facts.tags?.maximum ?? 0);
  if (wanted.length === 0) return {};
  const byValue = facts.tags?.by === 'value';
  return {
    tags: wanted.map(([key, value]) => ({ key, ...(byValue && !isPattern(value) && { value }) })),
  };
}
