import type {
  Call,
  GatewayKey,
  GatewayOptions,
  GatewayQuery,
  GatewayRecord,
  GatewayResource,
  Mutation,
} from '@polynat/core';
import { creation } from './create-gateway.ts';
import { deletion } from './delete-gateway.ts';
import type { DriverContext } from './driver-context.ts';
import { viewGateway } from './gateway-view.ts';
import { subnetOf } from './network-rules.ts';
import { pageOf } from './paging.ts';
import { mustBeOffered } from './resizing.ts';
import { usable } from './standing.ts';
import { passing, settled } from './work.ts';
import { gatewayOf, networkOf, type StoredGateway } from './world.ts';

export function gatewayFacet(context: DriverContext): Required<GatewayResource> {
  const { account, requests } = context;
  const { world } = account;
  const view = (gateway: StoredGateway): GatewayRecord => viewGateway(account, gateway);

  /** Changes a gateway; the change shows when the work ends. */
  const update = (
    mutation: Mutation,
    key: GatewayKey,
    change: Partial<Changeable>,
    call: Call,
    check: (gateway: StoredGateway) => void = () => undefined,
  ) => {
    const begin = () => {
      const gateway = usable(context, key);
      check(gateway);
      const finish = () =>
        Object.assign(gateway, change, { options: { ...gateway.options, ...change.options } });
      return passing(gateway, updating, { seen: 'updating', finish, result: () => view(gateway) });
    };
    return requests.write({ mutation, key, intent: change, begin }, call);
  };

  return {
    list: (query, cursor, call) =>
      requests.read('gateways.list', undefined, call, () => {
        const wanted = [...world.gateways.values()].filter((gateway) => matches(view(gateway), query));
        return pageOf(wanted, cursor, context.pageSize, view);
      }),

    get: (key, call) => requests.read('gateways.get', key, call, () => view(gatewayOf(world, key))),

    create: (order, call) =>
      requests.write(
        { mutation: 'gateways.create', intent: order, begin: () => creation(context, order) },
        call,
      ),

    change: (key, change, call) => update('gateways.change', key, change, call),

    resize: (key, size, call) =>
      update('gateways.resize', key, { size }, call, (gateway) => mustBeOffered(context, gateway.size, size)),

    convert: (key, subnet, call) => {
      const begin = () => {
        const gateway = usable(context, key);
        const result = () => view(gateway);
        if (gateway.generation === 'enhanced') return settled(result);
        if (subnet !== undefined) subnetOf(networkOf(world, gateway.placement.vpc), subnet);
        const finish = () => Object.assign(gateway, { generation: 'enhanced' });
        return passing(gateway, updating, { seen: 'converting', finish, result });
      };
      return requests.write(
        { mutation: 'gateways.convert', key, intent: { subnet: subnet ?? null }, begin },
        call,
      );
    },

    protect: (key, on, call) => update('gateways.protect', key, { protected: on }, call),

    tag: (key, { set = {}, remove = [] }, call) => {
      const begin = () => {
        const gateway = usable(context, key);
        const finish = () => {
          const kept = Object.entries(gateway.tags).filter(([name]) => !remove.includes(name));
          gateway.tags = { ...Object.fromEntries(kept), ...set };
        };
        return passing(gateway, updating, { seen: 'updating', finish, result: () => view(gateway) });
      };
      return requests.write({ mutation: 'gateways.tag', key, intent: { set, remove }, begin }, call);
    },

    delete: (key, cascade, call) =>
      requests.write(
        {
          mutation: 'gateways.delete',
          key,
          intent: { cascade },
          begin: () => deletion(context, key, cascade),
        },
        call,
      ),
  };
}

type Changeable = Pick<StoredGateway, 'name' | 'description' | 'outboundMbps' | 'size' | 'protected'> & {
  readonly options: GatewayOptions;
};

const updating = { during: 'updating', after: 'available' } as const;

/** A name is a part of that of the gateway. */
const matches = (gateway: GatewayRecord, { ids, state, name, network, tags = [] }: GatewayQuery): boolean =>
  (ids?.includes(gateway.key.id) ?? true) &&
  (state ?? gateway.state) === gateway.state &&
  gateway.name.includes(name ?? '') &&
  (network ?? gateway.placement.vpc) === gateway.placement.vpc &&
  tags.every(({ key, value }) => key in gateway.tags && (value ?? gateway.tags[key]) === gateway.tags[key]);
