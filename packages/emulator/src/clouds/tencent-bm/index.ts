import type { CloudContext, CloudRequest, EmulatedCloud, FaultReplyKind } from '../../cloud.ts';
import type { HttpReply, HttpRequest } from '../../http.ts';
import { checkInvariants } from '../../world/tencent-bm/invariants.ts';
import { drawReadyNetwork } from '../../world/tencent-bm/ready.ts';
import { applySeed } from '../../world/tencent-bm/seed.ts';
import { type Counters, createCounters, State } from '../../world/tencent-bm/state.ts';
import { describeWorld } from '../../world/tencent-bm/world.ts';
import { actionOf, isTencent, isV2, isVpc } from '../tencent/recognition.ts';
import { createReplayMemory } from '../tencent/replay.ts';
import type { Account } from './account.ts';
import { faultReply } from './fault-reply.ts';
import { findV2Operation, handleV2, operations as v2Operations } from './v2/handle.ts';
import { findV3Operation, handleV3, operations as v3Operations } from './v3/handle.ts';

/** Tencent Cloud BM ("bare metal 1.0"): the NAT gateway of v2 and v3 with its networks and addresses. */
export function createTencentBmCloud(context: CloudContext): EmulatedCloud {
  const { clock, identity } = context;
  const counters: Counters = createCounters();
  const ready = drawReadyNetwork(identity);
  const { secretId = `AKIDz${identity.word(31)}`, secretKey = identity.word(32) } = context.credentials ?? {};
  const credentials = { secretId, secretKey };
  const freshState = () => {
    const state = new State(clock, identity, counters);
    applySeed(state, ready.section);
    return state;
  };
  const account: Account = { ...credentials, clock, replay: createReplayMemory(), state: freshState() };
  const settled = () => {
    account.state.tasks.settle();
    return account.state;
  };

  return {
    name: 'tencentBm',
    operations: [...new Set([...v2Operations.keys(), ...v3Operations.keys()])],
    credentials,
    recognises: (request) => isTencent(request) && !isVpc(request),
    operationOf,
    handle: (request: CloudRequest): HttpReply =>
      isV2(request) ? handleV2(account, request) : handleV3(account, request),
    faultReply: (kind: FaultReplyKind, request: HttpRequest, retryAfter?: number) =>
      faultReply({ kind, request, action: operationOf(request), requestId: identity.uuid(), retryAfter }),
    networks: () => ({
      region: ready.region,
      vpcId: ready.vpcId,
      subnetId: ready.subnetId,
      cidr: ready.cidr,
      eips: freeAddresses(settled(), ready.vpcId),
    }),
    world: () => describeWorld(settled()),
    reset() {
      account.state = freshState();
    },
    seed: (section) => applySeed(settled(), section),
    checkInvariants: () => checkInvariants(settled()),
  };
}

function operationOf(request: HttpRequest): string {
  const action = actionOf(request);
  const known = isV2(request) ? findV2Operation(action) : findV3Operation(action);
  return known === undefined ? 'unknown' : action;
}

function freeAddresses(state: State, vpcId: string): readonly string[] {
  const addresses = [...(state.vpcs.get(vpcId)?.addresses ?? [])];
  return addresses
    .filter((address) => address.state === 'free' && address.exclusive === 0)
    .map(({ ip }) => ip);
}
