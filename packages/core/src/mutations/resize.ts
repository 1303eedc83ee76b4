import type { Call } from '../call.ts';
import { requireFeature, type Supported } from '../capabilities.ts';
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

/** How a gateway is brought to a size: what cannot be had is refused here, before anything is sent. */
export function resizing(
  { runtime, key }: Target,
  request: SizeRequest,
): (call: Call) => Promise<Receipt<GatewayRecord>> {
  const { driver, alias } = runtime;
  const send = requireMethod(runtime, 'gateways.resize', driver.gateways, 'resize');
  const rules = requireFeature(driver.capabilities, 'gateways.resize', alias);
  const sizes = rules.sizes ?? driver.capabilities.sizes;
  const chosen = chooseSize(request, sizes);
  /** A size that no gateway can be changed to may still be the one it has. */
  const reachable =
    chosen ??
    chooseSize(request, driver.capabilities.sizes) ??
    sizeFor(request, { ...driver.capabilities, sizes }, alias);
  return async (call) => {
    const look = chosen === undefined || mustLook(request, rules);
    const gateway = look ? await driver.gateways.get(key, call) : undefined;
    const isEnough = gateway && (carries(gateway, request, runtime) || sameSize(gateway.size, reachable));
    if (isEnough) return send(key, gateway.size, call);
    const size = chosen ?? sizeFor(request, { ...driver.capabilities, sizes }, alias);
    if (gateway && rules.direction === 'up') refuseSmaller(gateway, size, runtime);
    return send(key, size, call);
  };
}

const mustLook = (request: SizeRequest, { direction }: Supported<'gateways.resize'>): boolean =>
  'atLeast' in request || direction === 'up';

/** A gateway that carries enough already is left as it is: a change would cost money for nothing. */
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
