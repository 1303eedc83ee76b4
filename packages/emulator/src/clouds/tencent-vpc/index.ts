import type { CloudContext, EmulatedCloud } from '../../cloud.ts';
import type { HttpRequest } from '../../http.ts';
import { checkInvariants } from '../../world/tencent-vpc/invariants.ts';
import { drawReadyNetwork } from '../../world/tencent-vpc/ready.ts';
import { applySeed } from '../../world/tencent-vpc/seed.ts';
import { createCounters, State } from '../../world/tencent-vpc/state.ts';
import { describeWorld } from '../../world/tencent-vpc/world.ts';
import { asksForIdentity, callerIdentity } from '../tencent/caller-identity.ts';
import { createTencentCloud } from '../tencent/cloud.ts';
import { faultReply } from '../tencent/fault-reply.ts';
import { actionOf, isTencent, isVpc } from '../tencent/recognition.ts';
import { handle } from './handle.ts';
import { operations } from './operations/index.ts';

/** Tencent Cloud VPC, version 2017-03-12: public NAT gateways with their rules, EIPs and networks. */
export function createTencentVpcCloud(context: CloudContext): EmulatedCloud {
  const counters = createCounters();
  const { section, ...ready } = drawReadyNetwork(context.identity);

  return createTencentCloud<State>(context, {
    name: 'tencentVpc',
    operations: [...operations.keys(), callerIdentity],
    recognises: (request) => isTencent(request) && (isVpc(request) || asksForIdentity(request)),
    operationOf,
    handle,
    faultReply: (kind, _, requestId) => faultReply(kind, requestId),
    freshState() {
      const state = new State(context, counters);
      applySeed(state, section);
      return state;
    },
    networks: () => ready,
    world: describeWorld,
    seed: applySeed,
    checkInvariants,
  });
}

function operationOf(request: HttpRequest): string {
  const action = actionOf(request);
  return operations.has(action) || asksForIdentity(request) ? action : 'unknown';
}
