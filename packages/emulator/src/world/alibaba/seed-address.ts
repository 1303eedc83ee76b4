import { allocateAddress } from './addresses.ts';
import type { Address } from './model.ts';
import type { World } from './world.ts';

export function plantAddress(world: World, regionId: string, bandwidth: string): Address {
  return allocateAddress(world, {
    regionId,
    name: '',
    description: '',
    bandwidth,
    isp: 'BGP',
    chargeType: 'PostPaid',
    internetChargeType: 'PayByTraffic',
    expires: undefined,
    resourceGroupId: '',
    tags: new Map(),
  });
}
