import { type AddressResource, NatError } from '@polynat/core';
import {
  addressOf,
  attached,
  mustBeFree,
  mustBeIdle,
  mustHaveRoom,
  newAddress,
  setFree,
  viewAddress,
} from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { pageOf } from './paging.ts';
import { usable } from './standing.ts';
import { passing, settled } from './work.ts';
import { gatewayOf, networkOf } from './world.ts';

export function addressFacet(context: DriverContext): Required<Omit<AddressResource, 'swapOrder'>> {
  const {
    requests,
    account: { world },
  } = context;
  return {
    list: ({ gateway, free }, cursor, call) =>
      requests.read('addresses.list', undefined, call, () => {
        const wanted = [...world.addresses.values()].filter(
          (address) =>
            (gateway === undefined || address.gateway === gateway) &&
            (free === undefined || (address.gateway === undefined) === free),
        );
        return pageOf(wanted, cursor, context.pageSize, (address) => viewAddress(world, address));
      }),

    allocate: (spec, call) => {
      const begin = () => {
        if (spec.network !== undefined) networkOf(world, spec.network);
        const address = newAddress(world, spec);
        return passing(address, appearing, {
          seen: 'allocating',
          undo: () => world.addresses.delete(address.ip),
          result: () => viewAddress(world, address),
        });
      };
      return requests.write({ mutation: 'addresses.allocate', intent: { ...spec }, begin }, call);
    },

    attach: (key, name, purpose, call) => {
      const begin = () => {
        const gateway = usable(context, key);
        const address = addressOf(world, name);
        const result = () => viewAddress(world, address);
        if (address.gateway === gateway.id) return settled(result);
        mustBeFree(address);
        mustHaveRoom(context, gateway.id);
        Object.assign(address, { gateway: gateway.id, pool: purpose });
        return passing(address, appearing, {
          seen: 'attaching',
          undo: () => setFree(world, address),
          result,
        });
      };
      return requests.write({ mutation: 'addresses.attach', key, intent: { name, purpose }, begin }, call);
    },

    detach: (key, name, call) => {
      const begin = () => {
        const gateway = gatewayOf(world, key);
        const address = addressOf(world, name);
        if (address.gateway !== gateway.id) throw notHeld(gateway.id, name);
        mustBeIdle(world, address);
        return passing(address, leaving, {
          seen: 'detaching',
          finish: () => setFree(world, address),
          result: () => undefined,
        });
      };
      return requests.write({ mutation: 'addresses.detach', key, intent: { name }, begin }, call);
    },

    release: (name, call) => {
      const begin = () => {
        const address = addressOf(world, name);
        if (address.gateway !== undefined) throw attached(address);
        return passing(address, leaving, {
          seen: 'releasing',
          finish: () => world.addresses.delete(address.ip),
          result: () => undefined,
        });
      };
      return requests.write({ mutation: 'addresses.release', intent: { name }, begin }, call);
    },
  };
}

const notHeld = (gateway: string, address: string): NatError =>
  new NatError('not-found', `gateway ${gateway} does not hold ${address}`, { field: 'address' });

const appearing = { during: 'pending', after: 'available' } as const;
const leaving = { during: 'deleting', after: 'available' } as const;
