import type { Call } from '../call.ts';
import { type Capabilities, requireFeature, type Supported } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import {
  chooseSize,
  connectionsOf,
  describeSize,
  type Size,
  type SizeRequest,
  sameSize,
} from '../model/size.ts';
import type { Receipt } from '../receipt.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { requireMethod, type Target } from './define.ts';
import { sizeFor } from './order.ts';

/** How a gateway is brought to a size. What cannot be had is refused before anything is sent. */
interface Resizing {
  /** The size to ask for; that of the gateway when it is enough already, since a change would cost money for nothing. */
  sizeFor(gateway: GatewayRecord | undefined): Size;
  /** Whether the size of the gateway has to be read first. */
  readonly mustLook: boolean;
  send(size: Size, call: Call): Promise<Receipt<GatewayRecord>>;
}

export function resizing({ runtime, key }: Target, request: SizeRequest): Resizing {
  const { driver, alias } = runtime;
  const send = requireMethod(runtime, 'gateways.resize', driver.gateways, 'resize', 'size');
  const rules = requireFeature(driver.capabilities, 'gateways.resize', alias);
  const offered: Capabilities = {
    ...driver.capabilities,
    sizes: rules.sizes ?? driver.capabilities.sizes,
  };
  const chosen = chooseSize(request, offered.sizes);
  /** A size that no gateway can be changed to may still be the one it has. */
  const reachable =
    chosen ?? chooseSize(request, driver.capabilities.sizes) ?? sizeFor(request, offered, alias);
  return {
    mustLook: chosen === undefined || mustLook(request, rules),
    sizeFor(gateway) {
      if (gateway && (carries(gateway, request, runtime) || sameSize(gateway.size, reachable)))
        return gateway.size;
      const size = chosen ?? sizeFor(request, offered, alias);
      if (gateway && rules.direction === 'up') refuseSmaller(gateway, size, runtime);
      return size;
    },
    send: (size, call) => send(key, size, call),
  };
}

const mustLook = (request: SizeRequest, { direction }: Supported<'gateways.resize'>): boolean =>
  'atLeast' in request || direction === 'up';

function carries({ size }: GatewayRecord, request: SizeRequest, { driver }: Runtime): boolean {
  const now = connectionsOf(size, driver.capabilities.sizes);
  return 'atLeast' in request && now !== undefined && now >= request.atLeast.connections;
}

/** A cloud that only makes gateways larger says so late and in words of its own; here it is known before the wire. */
function refuseSmaller({ key, size }: GatewayRecord, wanted: Size, { driver, alias }: Runtime): void {
  const [now, then] = [size, wanted].map((one) => connectionsOf(one, driver.capabilities.sizes));
  if (now === undefined || then === undefined || then >= now) return;
  throw new NatError(
    'unsupported',
    `${key.id} is ${describeSize(size)}, and ${alias} only makes gateways larger`,
    {
      field: 'size',
      remedy: 'create a smaller gateway beside it and move its rules',
    },
  );
}
