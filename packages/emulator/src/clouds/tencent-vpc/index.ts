import type { CloudContext, CloudRequest, EmulatedCloud, FaultReplyKind } from '../../cloud.ts';
import type { HttpReply, HttpRequest } from '../../http.ts';
import { checkInvariants } from '../../world/tencent-vpc/invariants.ts';
import { drawReadyNetwork } from '../../world/tencent-vpc/ready.ts';
import { applySeed } from '../../world/tencent-vpc/seed.ts';
import { createCounters, State } from '../../world/tencent-vpc/state.ts';
import { describeWorld } from '../../world/tencent-vpc/world.ts';
import { actionOf, isTencent, isVpc } from '../tencent/recognition.ts';
import { createReplayMemory } from '../tencent/replay.ts';
import { failure } from '../tencent/reply.ts';
import type { Account } from './account.ts';
import { handle } from './handle.ts';
import { operations } from './operations/index.ts';

/** Tencent Cloud VPC, version 2017-03-12: public NAT gateways with their rules, EIPs and networks. */
export function createTencentVpcCloud(context: CloudContext): EmulatedCloud {
  const { clock, identity } = context;
  const counters = createCounters();
  const ready = drawReadyNetwork(identity);
  const { secretId = `AKIDz${identity.word(31)}`, secretKey = identity.word(32) } = context.credentials ?? {};
  const credentials = { secretId, secretKey };
  const freshState = () => {
    const state = new State(context, counters);
    applySeed(state, ready.section);
    return state;
  };
  const account: Account = { ...credentials, clock, replay: createReplayMemory(), state: freshState() };
  const settled = () => {
    account.state.tasks.settle();
    return account.state;
  };

  return {
    name: 'tencentVpc',
    operations: [...operations.keys()],
    credentials,
    recognises: (request) => isTencent(request) && isVpc(request),
    operationOf,
    handle: (request: CloudRequest) => handle(account, request),
    faultReply: (kind: FaultReplyKind, _: HttpRequest, retryAfter?: number) =>
      faultReply(kind, identity.uuid(), retryAfter),
    networks: () => ({
      region: ready.region,
      vpcId: ready.vpcId,
      subnetId: ready.subnetId,
      cidr: ready.cidr,
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
  return operations.has(action) ? action : 'unknown';
}

/** This cloud refuses for load and breaks down in a body with a code, in status 200. */
function faultReply(kind: FaultReplyKind, requestId: string, retryAfter: number | undefined): HttpReply {
  const reply =
    kind === 'throttle'
      ? failure('RequestLimitExceeded', 'Your current request rate exceeds the limit.', requestId)
      : failure('InternalError', 'An internal error has occurred.', requestId);
  if (retryAfter === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.ceil(retryAfter)) } };
}
