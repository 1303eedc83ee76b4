import {
  createGroup,
  moveIn,
  moveOut,
  releaseGroup,
  renameGroup,
  resizeGroup,
} from '../../world/baidu/groups.ts';
import { paymentFrom } from '../../world/baidu/lifetime.ts';
import type { AddressGroup } from '../../world/baidu/model.ts';
import { findAddress, findGroup, regionOf } from '../../world/baidu/world.ts';
import {
  groupOrderBody,
  groupResizeBody,
  monthsOf,
  moveInBody,
  moveOutBody,
  readBody,
  renameBody,
} from './bodies.ts';
import { type Call, idOf, pagingOf, queryOf } from './call.ts';
import { groupView, pageView } from './views.ts';

/** Shared bandwidths of the EIP service: https://cloud.baidu.com/doc/EIP/s/ijwvz2zq8 and the pages beside it. */

export function create(call: Call): unknown {
  const { name, eipCount, bandwidthInMbps, billing } = readBody(groupOrderBody, call.body);
  const order = {
    name: name ?? 'eipgroup',
    count: eipCount ?? 0,
    bandwidth: bandwidthInMbps,
    billingMethod: billing.billingMethod ?? 'ByBandwidth',
    payment: paymentFrom(call.world, monthsOf(billing)),
  };
  return { id: createGroup(call.world, call.scope, order, call.faults).id };
}

export function list(call: Call): unknown {
  const paging = pagingOf(call);
  const id = queryOf(call, 'id');
  const name = queryOf(call, 'name');
  const page = regionOf(call.world, call.scope).groups.page(
    paging.marker,
    paging.maxKeys,
    (group) => (id === undefined || group.id === id) && (name === undefined || group.name === name),
  );
  return pageView('eipgroups', page, paging, (group) => group.id, viewer(call));
}

export function get(call: Call): unknown {
  return viewer(call)(findGroup(call.world, call.scope, idOf(call, 'id')));
}

function viewer({ world }: Call): (group: AddressGroup) => unknown {
  return (group) => groupView(group, (ip) => findAddress(world, group.region, ip));
}

export function rename(call: Call): void {
  renameGroup(call.world, call.scope, idOf(call, 'id'), readBody(renameBody, call.body).name);
}

export function resize(call: Call): void {
  const { bandwidthInMbps } = readBody(groupResizeBody, call.body);
  resizeGroup(call.world, call.scope, idOf(call, 'id'), bandwidthInMbps);
}

export function takeIn(call: Call): void {
  moveIn(call.world, call.scope, idOf(call, 'id'), readBody(moveInBody, call.body).eips);
}

export function giveOut(call: Call): void {
  const { moveOutEips } = readBody(moveOutBody, call.body);
  const leaving = moveOutEips.map(({ eip, bandwidthInMbps, billing }) => ({
    ip: eip,
    after:
      bandwidthInMbps === undefined || billing === undefined
        ? undefined
        : { bandwidth: bandwidthInMbps, billingMethod: billing.billingMethod ?? 'ByBandwidth' },
  }));
  moveOut(call.world, call.scope, idOf(call, 'id'), leaving);
}

export function release(call: Call): void {
  releaseGroup(call.world, call.scope, idOf(call, 'id'));
}
