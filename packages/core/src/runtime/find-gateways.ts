import type { CallOptions } from '../call.ts';
import { NatError } from '../errors.ts';
import type { Listing } from '../listing.ts';
import type { Gateway, GatewayRecord } from '../model/gateway.ts';
import { type GatewayFilter, type GatewayQuery, isMeant } from '../model/gateway-filter.ts';
import { queriesFor } from './gateway-queries.ts';
import { type FetchPage, listedAs } from './listed.ts';
import { describeFilter, onlyOne } from './only-one.ts';
import type { Pages } from './pages.ts';
import type { Runtime } from './runtime.ts';
import { snapshotOf } from './snapshot.ts';

/** The gateways a filter means: asked for as far as the cloud can filter, and looked at again here. */
export function listGateways(
  runtime: Runtime,
  filter: GatewayFilter,
  options: CallOptions | undefined,
): Listing<Gateway> {
  const { driver, alias, clock } = runtime;
  const fetching = (query: GatewayQuery): FetchPage<GatewayRecord> =>
    emptyIfUnknown(query, (cursor, call) => driver.gateways.list(query, cursor, call));
  const meant = (items: readonly GatewayRecord[]) =>
    items.filter((gateway) => isMeant(gateway, filter, clock.now()));
  return listedAs<GatewayRecord, Gateway>(
    runtime,
    options,
    (follow) =>
      (async function* () {
        const shown = new Set<string>();
        try {
          for (const query of queriesFor(filter, driver.capabilities)) {
            for await (const items of follow(fetching(query))) {
              const found = meant(items);
              for (const { key } of found) shown.add(key.id);
              yield found;
            }
          }
        } catch (thrown) {
          if (!refusesFilter(thrown, filter)) throw thrown;
          yield* without(shown, meant, follow(fetching({})));
        }
      })(),
    (record) => snapshotOf(alias, record),
  );
}

/** What lists a network or ids that the cloud does not know is empty. */
const emptyIfUnknown =
  ({ network, ids }: GatewayQuery, fetch: FetchPage<GatewayRecord>): FetchPage<GatewayRecord> =>
  async (cursor, call) => {
    try {
      return await fetch(cursor, call);
    } catch (thrown) {
      const named = network !== undefined || ids !== undefined;
      if (named && cursor === undefined && NatError.is(thrown, 'not-found')) return { items: [] };
      throw thrown;
    }
  };

/** An id that has the form of another cloud: the listing is asked for without it, and nothing of it matches. */
const refusesFilter = (thrown: unknown, filter: GatewayFilter): boolean =>
  NatError.is(thrown, 'invalid-argument') && Object.keys(filter).length > 0;

async function* without(
  shown: ReadonlySet<string>,
  meant: (items: readonly GatewayRecord[]) => readonly GatewayRecord[],
  pages: Pages<GatewayRecord>,
): Pages<GatewayRecord> {
  for await (const items of pages) yield meant(items).filter(({ key }) => !shown.has(key.id));
}

export const findGateway = async (listing: Listing<Gateway>, filter: GatewayFilter): Promise<Gateway> =>
  onlyOne(await listing.toArray(), describeFilter('gateway', filter), ({ ref }) => `${ref}`);
