import type { CloudContext, CloudRequest, EmulatedCloud, FaultReplyKind } from '../../cloud.ts';
import type { HttpReply, HttpRequest } from '../../http.ts';
import type { Account } from './account.ts';
import { createReplayMemory } from './replay.ts';

/** What one product of this cloud is, apart from the account it is used with. */
export interface Product<State> {
  readonly name: EmulatedCloud['name'];
  readonly operations: readonly string[];
  recognises(request: HttpRequest): boolean;
  /** The operation by its documented name; 'unknown' when there is none. */
  operationOf(request: HttpRequest): string;
  handle(account: Account<State>, request: CloudRequest): HttpReply;
  /** How this product refuses for load and breaks down: in a body with a code, in status 200. */
  faultReply(kind: FaultReplyKind, request: HttpRequest, requestId: string): HttpReply;
  /** A new state with the ready network and nothing else. */
  freshState(): State;
  networks(state: State): Readonly<Record<string, string | readonly string[]>>;
  world(state: State): unknown;
  seed(state: State, section: unknown): void;
  checkInvariants(state: State): void;
}

interface Settling {
  readonly tasks: { settle(): void };
}

export function createTencentCloud<State extends Settling>(
  { clock, identity, credentials: given = {} }: CloudContext,
  product: Product<State>,
): EmulatedCloud {
  const { secretId = `AKIDz${identity.word(31)}`, secretKey = identity.word(32) } = given;
  const credentials = { secretId, secretKey };
  const account: Account<State> = {
    ...credentials,
    clock,
    replay: createReplayMemory(),
    state: product.freshState(),
  };
  const settled = () => {
    account.state.tasks.settle();
    return account.state;
  };

  return {
    name: product.name,
    operations: product.operations,
    credentials,
    recognises: product.recognises,
    operationOf: product.operationOf,
    handle: (request) => product.handle(account, request),
    faultReply: (kind, request, retryAfter) =>
      withRetryAfter(product.faultReply(kind, request, identity.uuid()), retryAfter),
    networks: () => product.networks(settled()),
    world: () => product.world(settled()),
    reset() {
      account.state = product.freshState();
    },
    seed: (section) => product.seed(settled(), section),
    checkInvariants: () => product.checkInvariants(settled()),
  };
}

function withRetryAfter(reply: HttpReply, seconds: number | undefined): HttpReply {
  if (seconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.ceil(seconds)) } };
}
