import type { FaultSource } from '../tencent/work-queue.ts';
import { finishBinding, planAddresses, reserveAddresses } from './addresses.ts';
import { checkAddressCount, checkFlag, checkName, checkSpec } from './checks.ts';
import {
  checkCapacity,
  checkUnused,
  finishJoins,
  type JoinPlan,
  type PartInput,
  partsAreFeasible,
  planJoins,
  reserveJoins,
} from './joins.ts';
import type { Address, Gateway, Vpc } from './model.ts';
import { admitAddresses, admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import type { Work } from './tasks.ts';

export interface CreateInput {
  readonly name: string;
  readonly vpc: string;
  readonly maxConcurrent: number;
  readonly forwardMode: number;
  readonly exclusive: number;
  /** Addresses the account has. */
  readonly assigned: readonly string[];
  /** How many more to order. */
  readonly autoAllocate: number;
  readonly subnets: readonly string[];
  readonly parts: readonly PartInput[];
  /** First generation of the API: all subnets, those to come too. */
  readonly joinsAll: boolean;
}

export function createGateway(state: State, region: Region, input: CreateInput, fault: FaultSource): number {
  const vpc = state.vpc(region, input.vpc);
  const draft = draftOf(state, vpc, input);
  const wholeKeys = input.joinsAll ? [...vpc.subnets].map(({ id }) => id) : input.subnets;
  const plan = planJoins(state, vpc, draft.forwardMode, wholeKeys, input.joinsAll ? [] : input.parts);
  checkUnused(plan);
  checkCapacity(plan, draft.forwardMode);
  const existing = planAddresses(state, vpc, draft.exclusive, input.assigned);
  checkAddressCount(0, existing.length, input.autoAllocate);
  checkRoomInVpc(state, vpc, draft);
  admitAddresses(state, input.autoAllocate);
  admitPurchase(state, fault);

  const addresses = reserveAddresses(state, draft, existing, input.autoAllocate);
  reserveJoins(draft, plan);
  state.addGateway(draft);
  return state.tasks.start(creation(state, draft, addresses, plan), fault);
}

function draftOf(state: State, vpc: Vpc, input: CreateInput): Gateway {
  return {
    id: `nat-${state.identity.word(8)}`,
    number: state.counters.next(),
    name: checkName(input.name),
    vpc,
    maxConcurrent: checkSpec(input.maxConcurrent),
    forwardMode: checkFlag('forward mode', input.forwardMode),
    exclusive: checkFlag('exclusive', input.exclusive),
    joinsAll: input.joinsAll,
    createdAt: state.clock.calendar(),
    stage: 'creating',
    deleting: false,
    running: 0,
    addresses: new Set(),
    joins: new Map(),
  };
}

function creation(state: State, gateway: Gateway, addresses: readonly Address[], plan: JoinPlan): Work {
  return {
    seconds: state.settings.durations.createGateway,
    gateway,
    feasible: () => (gateway.exclusive === 0 || gateway.vpc.exclusiveCluster) && partsAreFeasible(plan),
    succeed() {
      gateway.stage = 'created';
      finishBinding(state, gateway, addresses, true);
      finishJoins(gateway, plan, true);
    },
    fail() {
      gateway.stage = 'failed';
      finishBinding(state, gateway, addresses, false);
      finishJoins(gateway, plan, false);
    },
  };
}

/** A VPC has a single default route to the cluster, so all its gateways are shared or all are exclusive. */
function checkRoomInVpc(state: State, vpc: Vpc, draft: Gateway): void {
  const others = vpc.gateways.byAge.all().filter(({ stage }) => stage !== 'failed');
  if (others.length >= state.settings.gatewaysPerVpc) {
    throw new Refusal('gateway-limit', `${vpc.id} holds ${others.length} NAT gateways and may hold no more`);
  }
  if (others.some(({ exclusive }) => exclusive !== draft.exclusive)) {
    throw new Refusal('invalid-value', 'shared and exclusive gateways cannot be in one VPC');
  }
}
