import { days, type Gateway, gatewayStates } from '@polynat/core';
import * as z from 'zod';
import type { GatewayLists } from '../reading/cloud-reads.ts';
import type { Aged } from '../reading/shared-reads.ts';
import { pageOfGathered, pageQuery } from './paging.ts';
import { answer, type Route, route } from './route.ts';
import {
  bandwidthPackageSchema,
  billingSchema,
  capabilitiesSchema,
  cloudSchema,
  dnatRuleSchema,
  gatewaySchema,
  listOf,
  networkSchema,
  publicAddressSchema,
  readinessSchema,
  readOf,
  routeSchema,
  sharedBandwidthSchema,
  snatRuleSchema,
  subnetSchema,
} from './schemas.ts';

const refresh = { refresh: z.stringbool().default(false) };
const listQuery = z.strictObject({ ...pageQuery, ...refresh });
const readQuery = z.strictObject(refresh);
const text = z.string().min(1).exactOptional();

const found = {
  cloud: text,
  name: text,
  network: text,
  state: z.enum(gatewayStates).exactOptional(),
  /** Days. */
  expiresWithin: z.coerce.number().nonnegative().exactOptional(),
};

type Found = { readonly [N in 'name' | 'network' | 'state']?: string } & { readonly expiresWithin?: number };

/** `name` is a part of the name, whatever its case. */
const isMeant = (gateway: Gateway, { name, network, state, expiresWithin }: Found, now: number): boolean =>
  (name === undefined || gateway.name.toLowerCase().includes(name.toLowerCase())) &&
  (network === undefined || gateway.placement.vpc === network) &&
  (state === undefined || gateway.state === state) &&
  (expiresWithin === undefined || expiryOf(gateway) <= now + days(expiresWithin));

const expiryOf = ({ billing }: Gateway): number =>
  billing.mode === 'prepaid' && billing.expires !== undefined
    ? Date.parse(billing.expires)
    : Number.POSITIVE_INFINITY;

const aged = <T>(from: Aged<T>): Response =>
  answer({ value: from.value, readAt: new Date(from.readAt).toISOString() });

/** What one cloud answered, as a page. */
const listed = <T>(
  alias: string,
  { value, readAt }: Aged<readonly T[]>,
  idOf: (item: T) => string,
  query: z.output<typeof listQuery>,
): Response =>
  answer(pageOfGathered({ items: value, failures: [], readAt: { [alias]: readAt } }, idOf, query));

const ofGateway = <N extends keyof GatewayLists>(
  name: N,
  summary: string,
  item: z.core.$ZodType,
  idOf: (item: GatewayLists[N]) => string,
): Route =>
  route({
    ...{
      method: 'GET',
      path: `/gateways/{ref}/${name}`,
      name: `gateway-${name}.list`,
      summary,
      query: listQuery,
    },
    answers: { 200: listOf(item) },
    handle: async ({ service, principal, params: { ref = '' }, query }) =>
      listed(ref.split(':', 1).join(''), await service.reads.list(principal, ref, name, query), idOf, query),
  });

/** One thing about one gateway, by the read of the service that tells it. */
const aboutGateway = (
  path: string,
  name: string,
  summary: string,
  value: z.core.$ZodType,
  read: 'gateway' | 'billing' | 'readiness',
): Route =>
  route({
    ...{ method: 'GET', path: `/gateways/{ref}${path}`, name, summary, query: readQuery },
    answers: { 200: readOf(value) },
    handle: async ({ service: { reads }, principal, params: { ref = '' }, query }) =>
      aged<unknown>(await reads[read](principal, ref, query)),
  });

export const readRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/clouds', name: 'clouds.list', summary: 'The clouds of this service' },
    answers: { 200: z.object({ items: z.array(cloudSchema) }) },
    handle: async ({ service: { clouds, reads }, principal }) =>
      answer({
        items: reads.aliases(principal).map((alias) => {
          const { kind, region } = clouds.cloud(alias);
          return { alias, kind, region };
        }),
      }),
  }),
  route({
    ...{ method: 'GET', path: '/clouds/{alias}/capabilities', name: 'capabilities.get' },
    summary: 'What a cloud supports, with limits, or the reason and the remedy',
    answers: { 200: capabilitiesSchema },
    async handle({ service: { clouds, reads }, principal, params: { alias = '' } }) {
      reads.requireAlias(principal, alias);
      return answer(clouds.cloud(alias).capabilities);
    },
  }),
  route({
    ...{ method: 'GET', path: '/clouds/{alias}/networks', name: 'networks.list', summary: 'VPCs of a cloud' },
    query: listQuery,
    answers: { 200: listOf(networkSchema) },
    handle: async ({ service, principal, params: { alias = '' }, query }) =>
      listed(alias, await service.reads.networks(principal, alias, query), ({ id }) => id, query),
  }),
  route({
    ...{ method: 'GET', path: '/clouds/{alias}/networks/{network}/subnets', name: 'subnets.list' },
    summary: 'Subnets of a VPC',
    query: listQuery,
    answers: { 200: listOf(subnetSchema) },
    handle: async ({ service, principal, params: { alias = '', network = '' }, query }) =>
      listed(alias, await service.reads.subnets(principal, alias, network, query), ({ id }) => id, query),
  }),
  route({
    ...{
      method: 'GET',
      path: '/clouds/{alias}/addresses',
      name: 'addresses.list',
      summary: 'Public IPs of a cloud',
    },
    query: listQuery,
    answers: { 200: listOf(publicAddressSchema) },
    handle: async ({ service, principal, params: { alias = '' }, query }) =>
      listed(alias, await service.reads.addresses(principal, alias, query), ({ ip }) => ip, query),
  }),
  route({
    ...{ method: 'GET', path: '/clouds/{alias}/bandwidth', name: 'bandwidth.list' },
    summary: 'Shared bandwidth of a cloud, and the public IPs that draw from it',
    query: listQuery,
    answers: { 200: listOf(sharedBandwidthSchema) },
    handle: async ({ service, principal, params: { alias = '' }, query }) =>
      listed(alias, await service.reads.sharedBandwidths(principal, alias, query), ({ id }) => id, query),
  }),
  route({
    ...{
      method: 'GET',
      path: '/gateways',
      name: 'gateways.list',
      summary: 'Gateways of all clouds, or of one',
    },
    query: z.strictObject({ ...pageQuery, ...refresh, ...found }),
    answers: { 200: listOf(gatewaySchema) },
    async handle({ service, principal, query }) {
      const { cloud, refresh: anew } = query;
      const all = await service.reads.gateways(principal, {
        refresh: anew,
        ...(cloud !== undefined && { cloud }),
      });
      const items = all.items.filter((gateway) => isMeant(gateway, query, service.clock.now()));
      return answer(pageOfGathered({ ...all, items }, ({ ref }) => `${ref}`, query));
    },
  }),
  route({
    ...{ method: 'GET', path: '/inventory', name: 'inventory.get' },
    summary:
      'Every gateway of every cloud, those that expire first in front, and the counts by cloud and state',
    query: listQuery,
    answers: {
      200: listOf(gatewaySchema).extend({ counts: z.record(z.string(), z.record(z.string(), z.int())) }),
    },
    async handle({ service, principal, query }) {
      const all = await service.reads.gateways(principal, query);
      const items = [...all.items].sort((left, right) => Math.sign(expiryOf(left) - expiryOf(right)) || 0);
      return answer({
        ...pageOfGathered({ ...all, items }, ({ ref }) => `${ref}`, query),
        counts: countsOf(items),
      });
    },
  }),
  aboutGateway('', 'gateways.get', 'One gateway', gatewaySchema, 'gateway'),
  aboutGateway('/billing', 'billing.get', 'Billing and expiry of a gateway', billingSchema, 'billing'),
  aboutGateway(
    '/readiness',
    'readiness.get',
    'Whether a gateway can carry traffic, and what stands in its way',
    readinessSchema,
    'readiness',
  ),
  ofGateway('snat', 'SNAT rules of a gateway', snatRuleSchema, ({ id }) => id),
  ofGateway('dnat', 'DNAT rules of a gateway', dnatRuleSchema, ({ id }) => id),
  ofGateway('addresses', 'Public IPs of a gateway', publicAddressSchema, ({ ip }) => ip),
  ofGateway('bandwidth', 'Bandwidth packages of a gateway', bandwidthPackageSchema, ({ id }) => id),
  ofGateway('routes', 'Routes that lead to a gateway', routeSchema, ({ id }) => id),
];

function countsOf(gateways: readonly Gateway[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { ref, state } of gateways) {
    counts[ref.cloud] ??= {};
    const ofCloud = counts[ref.cloud];
    if (ofCloud) ofCloud[state] = (ofCloud[state] ?? 0) + 1;
  }
  return counts;
}
