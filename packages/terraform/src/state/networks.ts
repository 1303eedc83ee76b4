import * as z from 'zod';
import type { StateResource } from './resources.ts';
import { text, texts, valuesOf } from './values.ts';

/** Where a provider tells the blocks of networks and subnets. */
export interface NetworkSources {
  readonly networks: readonly Source[];
  readonly subnets: readonly Source[];
}

interface Source {
  readonly type: string;
  /** The attribute with the list, for data sources. */
  readonly list?: string;
  readonly id: string;
  /** Attributes with one block or several. */
  readonly blocks: readonly string[];
  /** The attribute with the id of the network, for subnets. */
  readonly network?: string;
}

interface Blocks {
  readonly cidrs?: readonly string[];
  readonly subnets?: Readonly<Record<string, string>>;
}

/** The blocks of a network and its subnets, as far as the state has them; `known` are those that rules tell. */
export function networkBlocks(
  resources: readonly StateResource[],
  { networks, subnets }: NetworkSources,
  vpc: string | undefined,
  known: Readonly<Record<string, string>> = {},
): Blocks {
  const cidrs = rowsOf(resources, networks).find(({ id }) => id === vpc)?.blocks ?? [];
  const own = rowsOf(resources, subnets).flatMap(({ id, network, blocks: [block] }) =>
    id !== undefined && network === vpc && block !== undefined ? [[id, block] as const] : [],
  );
  const all = { ...known, ...Object.fromEntries(own) };
  return {
    ...(cidrs.length > 0 && { cidrs }),
    ...(Object.keys(all).length > 0 && { subnets: all }),
  };
}

function rowsOf(resources: readonly StateResource[], sources: readonly Source[]) {
  return sources.flatMap((source) =>
    resources
      .filter(({ type }) => type === source.type)
      .flatMap((resource) => itemsOf(resource, source))
      .map((item) => rowOf(item, source)),
  );
}

const list = z.array(z.record(z.string(), z.unknown())).nullish();

function itemsOf(resource: StateResource, { list: name }: Source): readonly StateResource[] {
  if (name === undefined) return [resource];
  const items = valuesOf(z.object({ [name]: list }), resource)[name] ?? [];
  return items.map((values) => ({ ...resource, values }));
}

function rowOf(item: StateResource, { id, blocks, network }: Source) {
  const one = (attribute: string) => valuesOf(z.object({ [attribute]: text }), item)[attribute];
  return {
    id: one(id),
    network: network === undefined ? undefined : one(network),
    blocks: blocks.flatMap((attribute) => {
      const several = Array.isArray(item.values[attribute]);
      const value = several ? valuesOf(z.object({ [attribute]: texts }), item)[attribute] : one(attribute);
      return value ?? [];
    }),
  };
}
