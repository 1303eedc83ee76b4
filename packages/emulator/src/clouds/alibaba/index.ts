import type { CloudContext, CloudFactory, CloudRequest, EmulatedCloud, FaultReplyKind } from '../../cloud.ts';
import type { HttpReply, HttpRequest } from '../../http.ts';
import { createIdentity } from '../../identity.ts';
import { checkInvariants } from '../../world/alibaba/invariants.ts';
import { Refusal } from '../../world/alibaba/refusal.ts';
import { plant } from '../../world/alibaba/seed.ts';
import { snapshot } from '../../world/alibaba/snapshot.ts';
import { createWorld, settle, type World } from '../../world/alibaba/world.ts';
import { asksForIdentity, callerIdentity, identityOf } from './caller-identity.ts';
import { ApiFault } from './fault.ts';
import { Gatekeeper, type Key } from './gatekeeper.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations/index.ts';
import { layNetworks, readyNetwork } from './ready-network.ts';
import { faultFor } from './refusals.ts';
import { failure, type ReplyFrame, success } from './reply.ts';
import { type ApiRequest, actionOf, isAlibaba, readRequest } from './request.ts';

const VERSION = '2016-04-28';

/** Alibaba Cloud's VPC API, version 2016-04-28: NAT gateways and what belongs to them. */
export const createAlibabaCloud: CloudFactory = (context) => new AlibabaCloud(context);

class AlibabaCloud implements EmulatedCloud {
  readonly name = 'alibaba';
  readonly operations = [...operations.keys(), callerIdentity];
  readonly credentials: Readonly<Record<string, string>>;
  readonly #context: CloudContext;
  readonly #gatekeeper: Gatekeeper;
  /** The ready networks get the same ids after every reset. */
  readonly #readySeed: number;
  #world: World;

  constructor(context: CloudContext) {
    const { word } = context.identity;
    const { accessKeyId = `LTAI5t${word(18)}`, accessKeySecret = word(30) } = context.credentials ?? {};
    const key: Key = { accessKeyId, accessKeySecret };
    this.credentials = { ...key };
    this.#context = context;
    this.#readySeed = Math.floor(context.identity.fraction() * 2 ** 32);
    this.#gatekeeper = new Gatekeeper(key);
    this.#world = this.#freshWorld();
  }

  recognises(request: HttpRequest): boolean {
    return isAlibaba(request);
  }

  operationOf(request: HttpRequest): string {
    return actionOf(request);
  }

  handle(http: CloudRequest): HttpReply {
    const request = readRequest(http);
    const frame = this.#frame(request);
    try {
      if (asksForIdentity(request)) return this.#tellIdentity(request, frame, http);
      const operation = findOperation(request);
      this.#gatekeeper.check(request, this.#context.clock.wall() + http.clockSkew);
      settle(this.#world);
      return success(frame, operation.name, operation.answer(this.#world, request.parameters, http));
    } catch (error) {
      return failure(frame, asFault(request.action, error));
    }
  }

  #tellIdentity(request: ApiRequest, frame: ReplyFrame, { clockSkew }: CloudRequest): HttpReply {
    checkMethod(request);
    this.#gatekeeper.check(request, this.#context.clock.wall() + clockSkew);
    return success(frame, callerIdentity, identityOf(this.credentials.accessKeyId ?? ''));
  }

  faultReply(kind: FaultReplyKind, http: HttpRequest, retryAfterSeconds?: number): HttpReply {
    const frame = this.#frame(readRequest(http));
    const reply = failure(frame, injectedFaults[kind]);
    if (retryAfterSeconds === undefined) return reply;
    // Milliseconds: the official client sleeps for this number as it stands.
    const wait = String(retryAfterSeconds * 1000);
    return { ...reply, headers: { ...reply.headers, 'x-acs-retry-after': wait } };
  }

  networks(): Readonly<Record<string, string>> {
    return readyNetwork(this.#world);
  }

  world(): unknown {
    settle(this.#world);
    return snapshot(this.#world);
  }

  reset(): void {
    this.#gatekeeper.forget();
    this.#world = this.#freshWorld();
  }

  seed(section: unknown): void {
    settle(this.#world);
    plant(this.#world, section);
  }

  checkInvariants(): void {
    settle(this.#world);
    checkInvariants(this.#world);
  }

  #freshWorld(): World {
    const world = createWorld(this.#context);
    layNetworks({ ...world, identity: createIdentity(this.#readySeed) });
    return world;
  }

  #frame({ format, host }: ApiRequest): ReplyFrame {
    return { format, host, requestId: this.#context.identity.uuid().toUpperCase() };
  }
}

/** RPC knows no others; a signed HEAD or DELETE must not change anything. */
const methods = new Set(['GET', 'POST']);

function checkMethod({ http }: ApiRequest): void {
  if (methods.has(http.method)) return;
  throw new ApiFault(405, 'UnsupportedHTTPMethod', 'This http method is not supported.');
}

/** The API gateway looks the operation up before it looks at who is asking. */
function findOperation(request: ApiRequest): Operation {
  const { action, version } = request;
  checkMethod(request);
  if (action === '') throw new ApiFault(400, 'MissingAction', 'Action is mandatory for this action.');
  if (version === '') throw new ApiFault(400, 'MissingVersion', 'Version is mandatory for this action.');
  if (version !== VERSION) {
    throw new ApiFault(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
  }
  const operation = operations.get(action);
  if (operation !== undefined) return operation;
  throw new ApiFault(
    404,
    'InvalidApi.NotFound',
    'Specified api is not found, please check your url and method.',
  );
}

function asFault(operation: string, error: unknown): ApiFault {
  if (error instanceof ApiFault) return error;
  if (error instanceof Refusal) return faultFor(operation, error);
  throw error;
}

const injectedFaults: Readonly<Record<FaultReplyKind, ApiFault>> = {
  throttle: new ApiFault(400, 'Throttling.User', 'Request was denied due to user flow control.'),
  'server-error': new ApiFault(
    500,
    'InternalServerError',
    'The request processing has failed due to some unknown error.',
  ),
};
