import { findGateway } from '../../../world/alibaba/gateways.ts';
import type { Gateway } from '../../../world/alibaba/model.ts';
import type { World } from '../../../world/alibaba/world.ts';

/** Listings take the gateway's ID instead of a table's; an ID that was not sent names no gateway. */
export function tableGateway(world: World, regionId: string, gatewayId = ''): Gateway {
  return findGateway(world, regionId, gatewayId);
}
