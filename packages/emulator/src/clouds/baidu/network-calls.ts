import { findSubnet, findVpc, regionOf } from '../../world/baidu/world.ts';
import { type Call, idOf, pagingOf, queryOf } from './call.ts';
import { pageView, subnetView, vpcView } from './views.ts';

/** The neighbours a user of NAT gateways needs: https://cloud.baidu.com/doc/VPC/s/wjwvyub23 and the pages beside it. */

export function listVpcs(call: Call): unknown {
  const paging = pagingOf(call);
  const ids = queryOf(call, 'vpcIds')?.split(',');
  const isDefault = queryOf(call, 'isDefault');
  const { vpcs } = regionOf(call.world, call.scope);
  const page = vpcs.page(
    paging.marker,
    paging.maxKeys,
    ({ id }) => (ids === undefined || ids.includes(id)) && isDefault !== 'true',
  );
  return pageView('vpcs', page, paging, ({ id }) => id, vpcView);
}

export function getVpc(call: Call): unknown {
  const vpc = findVpc(call.world, call.scope, idOf(call, 'vpcId'));
  const subnets = vpc.subnetIds.map((id) => subnetView(findSubnet(call.world, vpc.region, id)));
  return { vpc: { ...vpcView(vpc), subnets } };
}

export function listSubnets(call: Call): unknown {
  const paging = pagingOf(call);
  const vpcId = queryOf(call, 'vpcId');
  const zone = queryOf(call, 'zoneName');
  const type = queryOf(call, 'subnetType');
  const region = vpcId === undefined ? call.scope : findVpc(call.world, call.scope, vpcId).region;
  const page = regionOf(call.world, region).subnets.page(
    paging.marker,
    paging.maxKeys,
    (subnet) =>
      (vpcId === undefined || subnet.vpcId === vpcId) &&
      (zone === undefined || subnet.zone === zone) &&
      (type === undefined || type === 'BCC'),
  );
  return pageView('subnets', page, paging, ({ id }) => id, subnetView);
}

export function getSubnet(call: Call): unknown {
  return { subnet: subnetView(findSubnet(call.world, call.scope, idOf(call, 'subnetId'))) };
}
