import { findAddress } from '../../../world/alibaba/addresses.ts';
import { checkGatewayStanding } from '../../../world/alibaba/billing.ts';
import { findGateway } from '../../../world/alibaba/gateways.ts';
import type { Gateway } from '../../../world/alibaba/model.ts';
import { findSharedPackage } from '../../../world/alibaba/shared-packages.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { unsupported } from '../parameters.ts';

type Finder = (world: World, regionId: string, id: string) => { deletionProtection: boolean };

const finders: Readonly<Record<string, Finder>> = {
  NATGW: (world, regionId, id) => unlocked(world, findGateway(world, regionId, id)),
  EIP: (world, regionId, id) => findAddress(world, id, regionId),
  CBWP: findSharedPackage,
};

function unlocked(world: World, gateway: Gateway): Gateway {
  checkGatewayStanding(world, gateway);
  return gateway;
}

export const deletionProtection = operation({
  name: 'DeletionProtection',
  parameters: {
    ...rules.region,
    InstanceId: rules.required(rules.text()),
    Type: rules.required(rules.text()),
    ProtectionEnable: rules.required(rules.boolean()),
    ...rules.token,
  },
  run({ world }, given) {
    const find = finders[given.Type] ?? unsupported('Type');
    find(world, given.RegionId, given.InstanceId).deletionProtection = given.ProtectionEnable;
    return {};
  },
});
