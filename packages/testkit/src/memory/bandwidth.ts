import { type BandwidthPackage, type BandwidthResource, type GatewayKey, NatError } from '@polynat/core';
import { mustBeIdle, mustHaveRoom } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { addAddresses, addressesOf, buy, giveBack, packageOf, viewPackage } from './packages.ts';
import { pageOf } from './paging.ts';
import { usable } from './standing.ts';
import { passing, type Work } from './work.ts';
import { belongingTo, gatewayOf, type StoredPackage } from './world.ts';

export function bandwidthFacet(context: DriverContext): Required<BandwidthResource> {
  const {
    requests,
    account: { world },
  } = context;
  const view = (bought: StoredPackage) => viewPackage(world, bought);

  /** Work on a package that stands; the change happens when it ends. */
  const update = (
    key: GatewayKey,
    id: string,
    change: (bought: StoredPackage) => void,
  ): Work<BandwidthPackage> => {
    const bought = packageOf(world, usable(context, key), id);
    return passing(bought, updating, {
      seen: 'updating',
      finish: () => change(bought),
      result: () => view(bought),
    });
  };

  return {
    list: (key, cursor, call) =>
      requests.read('bandwidth.list', key, call, () =>
        pageOf(
          belongingTo(world.packages.values(), gatewayOf(world, key).id),
          cursor,
          context.pageSize,
          view,
        ),
      ),

    create: (key, spec, call) => {
      const begin = (): Work<BandwidthPackage> => {
        const bought = buy(context, usable(context, key), spec);
        const undo = () => giveBack(world, bought);
        return passing(bought, updating, { seen: 'creating', undo, result: () => view(bought) });
      };
      return requests.write({ mutation: 'bandwidth.create', key, intent: spec, begin }, call);
    },

    change: (key, id, change, call) => {
      const begin = () => update(key, id, (bought) => Object.assign(bought, change));
      return requests.write({ mutation: 'bandwidth.change', key, intent: { id, change }, begin }, call);
    },

    resize: (key, id, bandwidthMbps, call) => {
      const begin = () => update(key, id, (bought) => Object.assign(bought, { bandwidthMbps }));
      return requests.write(
        { mutation: 'bandwidth.resize', key, intent: { id, bandwidthMbps }, begin },
        call,
      );
    },

    addAddresses: (key, id, count, call) => {
      const begin = () => {
        mustHaveRoom(context, key.id, count);
        return update(key, id, (bought) => addAddresses(world, bought, count));
      };
      return requests.write({ mutation: 'bandwidth.addAddresses', key, intent: { id, count }, begin }, call);
    },

    removeAddresses: (key, id, ips, call) => {
      const begin = () => {
        const held = addressesOf(world, id);
        const missing = ips.find((ip) => !held.some((address) => address.ip === ip));
        if (missing !== undefined)
          throw new NatError('not-found', `package ${id} has no ${missing}`, { field: 'addresses' });
        const leaving = held.filter(({ ip }) => ips.includes(ip));
        for (const address of leaving) mustBeIdle(world, address);
        return update(key, id, () => {
          for (const { ip } of leaving) world.addresses.delete(ip);
        });
      };
      return requests.write({ mutation: 'bandwidth.removeAddresses', key, intent: { id, ips }, begin }, call);
    },

    convert: (key, id, call) => {
      const begin = (): Work<void> => {
        const bought = packageOf(world, usable(context, key), id);
        const finish = () => {
          for (const address of addressesOf(world, id)) address.sharedBandwidth = undefined;
          world.packages.delete(id);
        };
        return passing(bought, leaving, { seen: 'converting', finish, result: () => undefined });
      };
      return requests.write({ mutation: 'bandwidth.convert', key, intent: { id }, begin }, call);
    },

    delete: (key, id, force, call) => {
      const begin = (): Work<void> => {
        const bought = packageOf(world, gatewayOf(world, key), id);
        if (!force) for (const address of addressesOf(world, id)) mustBeIdle(world, address);
        const finish = () => giveBack(world, bought);
        return passing(bought, leaving, { seen: 'deleting', finish, result: () => undefined });
      };
      return requests.write({ mutation: 'bandwidth.delete', key, intent: { id, force }, begin }, call);
    },
  };
}

const updating = { during: 'pending', after: 'available' } as const;
const leaving = { during: 'deleting', after: 'deleting' } as const;
