import type { CloudContext, EmulatedCloud } from '../../cloud.ts';
import type { HttpRequest } from '../../http.ts';
import { checkInvariants } from '../../world/tencent-bm/invariants.ts';
import { drawReadyNetwork } from '../../world/tencent-bm/ready.ts';
import { applySeed } from '../../world/tencent-bm/seed.ts';
import { createCounters, State } from '../../world/tencent-bm/state.ts';
import { describeWorld } from '../../world/tencent-bm/world.ts';
import { asksForIdentity, callerIdentity } from '../tencent/caller-identity.ts';
import { createTencentCloud } from '../tencent/cloud.ts';
import { actionOf, isTencent, isV2, isVpc } from '../tencent/recognition.ts';
import { faultReply } from './fault-reply.ts';
import { findV2Operation, handleV2, operations as v2Operations } from './v2/handle.ts';
import { findV3Operation, handleV3, operations as v3Operations } from './v3/handle.ts';

/** Tencent Cloud BM ("bare metal 1.0"): the NAT gateway of v2 and v3 with its networks and addresses. */
export function createTencentBmCloud(context: CloudContext): EmulatedCloud {
  const { clock, identity } = context;
  const counters = createCounters();
  const { section, ...ready } = drawReadyNetwork(identity);

  return createTencentCloud<State>(context, {
    name: 'tencentBm',
    operations: [...new Set([...v2Operations.keys(), ...v3Operations.keys(), callerIdentity])],
    recognises: (request) => isTencent(request) && (!isVpc(request) || asksForIdentity(request)),
    operationOf,
    handle: (account, request) => (isV2(request) ? handleV2(account, request) : handleV3(account, request)),
    faultReply,
    freshState() {
      const state = new State(clock, identity, counters);
      applySeed(state, section);
      return state;
    },
    networks: (state) => ({ ...ready, eips: freeAddresses(state, ready.vpcId) }),
    world: describeWorld,
    seed: applySeed,
    checkInvariants,
  });
}

function operationOf(request: HttpRequest): string {
  const action = actionOf(request);
  if (asksForIdentity(request)) return action;
  const known = isV2(request) ? findV2Operation(action) : findV3Operation(action);
  return known === undefined ? 'unknown' : action;
}

function freeAddresses(state: State, vpcId: string): readonly string[] {
  const addresses = [...(state.vpcs.get(vpcId)?.addresses ?? [])];
  return addresses
    .filter((address) => address.state === 'free' && address.exclusive === 0)
    .map(({ ip }) => ip);
}
