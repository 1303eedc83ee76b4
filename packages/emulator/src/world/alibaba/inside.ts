import { formatAddress } from '../../common/ipv4.ts';
import type { Inside, NatIp, NatIpCidr, PrivateSide } from './model.ts';
import { findVSwitch } from './network.ts';
import type { World } from './world.ts';

/** An intranet gateway with the block and the NAT address it begins with: those of its vSwitch and of itself. */
export function newInside(world: World, { vSwitchId, address }: PrivateSide): Inside {
  const { cidr, block } = findVSwitch(world, vSwitchId);
  const named = { name: 'default', description: 'default' };
  const first: NatIpCidr = {
    ...{ ...named, cidr, block, isDefault: true },
    id: `vpcnatcidr-${world.identity.word(20)}`,
    created: world.clock.calendar(),
  };
  const own: NatIp = {
    ...{ ...named, cidr, address, isDefault: true },
    id: `vpcnatip-${world.identity.word(20)}`,
    ip: formatAddress(address),
    status: 'Available',
  };
  return { cidrs: new Map([[cidr, first]]), ips: new Map([[own.id, own]]) };
}

export const hasNatIpAtWork = ({ ips }: Inside): boolean =>
  [...ips.values()].some(({ status }) => status !== 'Available');
