import { NatError, type SharedBandwidth, type SharedBandwidthResource } from '@polynat/core';
import { addressOf } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { limitOf } from './limits.ts';
import { addressesOf } from './packages.ts';
import { pageOf } from './paging.ts';
import { passing, type Work } from './work.ts';
import type { StoredAddress, StoredSharedBandwidth, World } from './world.ts';

export function sharedBandwidthFacet(context: DriverContext): SharedBandwidthResource {
  const {
    requests,
    account: { world, clock },
  } = context;
  const view = (shared: StoredSharedBandwidth) => viewShared(world, shared);

  const update = (id: string, change: (shared: StoredSharedBandwidth) => void): Work<SharedBandwidth> => {
    const shared = sharedOf(world, id);
    const finish = () => change(shared);
    return passing(shared, updating, { seen: 'updating', finish, result: () => view(shared) });
  };

  return {
    list: (cursor, call) =>
      requests.read('sharedBandwidth.list', undefined, call, () =>
        pageOf([...world.shared.values()], cursor, context.pageSize, view),
      ),

    get: (id, call) => requests.read('sharedBandwidth.get', undefined, call, () => view(sharedOf(world, id))),

    create: (spec, call) => {
      const begin = () => {
        const numbered = world.number('sbw');
        const shared: StoredSharedBandwidth = {
          ...numbered,
          created: clock.now(),
          meteredBy: spec.meteredBy ?? 'bandwidth',
          name: spec.name ?? numbered.id,
          description: spec.description ?? '',
          bandwidthMbps: spec.bandwidthMbps,
          state: 'available',
        };
        world.shared.set(shared.id, shared);
        const undo = () => world.shared.delete(shared.id);
        return passing(shared, updating, { seen: 'creating', undo, result: () => view(shared) });
      };
      return requests.write({ mutation: 'sharedBandwidth.create', intent: { ...spec }, begin }, call);
    },

    change: (id, change, call) => {
      const begin = () => update(id, (shared) => Object.assign(shared, change));
      return requests.write({ mutation: 'sharedBandwidth.change', intent: { id, change }, begin }, call);
    },

    resize: (id, bandwidthMbps, call) => {
      const begin = () => update(id, (shared) => Object.assign(shared, { bandwidthMbps }));
      return requests.write(
        { mutation: 'sharedBandwidth.resize', intent: { id, bandwidthMbps }, begin },
        call,
      );
    },

    join: (id, names, call) => {
      const begin = () => {
        const joining = names.map((name) => addressOf(world, name));
        for (const address of joining) mustBeOpenFor(id, address);
        mustHaveRoomFor(context, id, joining);
        return update(id, () => {
          for (const address of joining) address.sharedBandwidth = id;
        });
      };
      return requests.write({ mutation: 'sharedBandwidth.join', intent: { id, names }, begin }, call);
    },

    leave: (id, names, call) => {
      const begin = (): Work<void> => {
        const shared = sharedOf(world, id);
        const leaving = names.map((name) => addressOf(world, name));
        for (const address of leaving) mustDrawFrom(id, address);
        const finish = () => {
          for (const address of leaving) address.sharedBandwidth = undefined;
        };
        return passing(shared, updating, { seen: 'updating', finish, result: () => undefined });
      };
      return requests.write({ mutation: 'sharedBandwidth.leave', intent: { id, names }, begin }, call);
    },

    delete: (id, call) => {
      const begin = (): Work<void> => {
        const shared = sharedOf(world, id);
        if (addressesOf(world, id).length > 0)
          throw new NatError('failed-precondition', `addresses draw from shared bandwidth ${id}`, {
            remedy: 'let them leave first',
          });
        const finish = () => world.shared.delete(id);
        return passing(shared, deleting, { seen: 'deleting', finish, result: () => undefined });
      };
      return requests.write({ mutation: 'sharedBandwidth.delete', intent: { id }, begin }, call);
    },
  };
}

const updating = { during: 'pending', after: 'available' } as const;
const deleting = { during: 'deleting', after: 'deleting' } as const;

function sharedOf(world: World, id: string): StoredSharedBandwidth {
  const shared = world.shared.get(id);
  if (shared) return shared;
  throw new NatError('not-found', `there is no shared bandwidth ${id}`, { field: 'id' });
}

function viewShared(world: World, stored: StoredSharedBandwidth): SharedBandwidth {
  const { serial, created, ...facts } = structuredClone(stored);
  return {
    ...facts,
    addresses: addressesOf(world, stored.id).map(({ ip, id }) => ({ ip, id })),
    status: 'good',
    created: new Date(created).toISOString(),
    providerState: stored.state,
    native: structuredClone(stored),
  };
}

function mustBeOpenFor(id: string, { ip, sharedBandwidth }: StoredAddress): void {
  if (sharedBandwidth === undefined || sharedBandwidth === id) return;
  throw new NatError('conflict', `${ip} draws from shared bandwidth ${sharedBandwidth}`, {
    field: 'addresses',
    remedy: `let it leave ${sharedBandwidth} first`,
  });
}

function mustDrawFrom(id: string, { ip, sharedBandwidth }: StoredAddress): void {
  if (sharedBandwidth === id) return;
  throw new NatError('not-found', `${ip} does not draw from shared bandwidth ${id}`, { field: 'addresses' });
}

function mustHaveRoomFor(context: DriverContext, id: string, joining: readonly StoredAddress[]): void {
  const { addresses } = limitOf(context, 'bandwidth.shared') ?? {};
  const held = new Set([...addressesOf(context.account.world, id), ...joining]).size;
  if (addresses === undefined || held <= addresses) return;
  throw new NatError('quota-exceeded', `${addresses} addresses can draw from one shared bandwidth`, {
    field: 'addresses',
    remedy: 'create another shared bandwidth',
  });
}
