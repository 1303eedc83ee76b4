import type { CloudContext, CloudFactory, EmulatedCloud } from '../../cloud.ts';
import { TokenMemory } from '../../common/token-memory.ts';
import type { HttpRequest } from '../../http.ts';
import { checkInvariants } from '../../world/baidu/invariants.ts';
import { drawGround, type Ground, layGround } from '../../world/baidu/networks.ts';
import { Refusal } from '../../world/baidu/refusal.ts';
import { snapshotOf } from '../../world/baidu/snapshot.ts';
import { createWorld, regionOf, settle } from '../../world/baidu/world.ts';
import type { Key } from './authentication.ts';
import { worldRules } from './choices.ts';
import { handleRequest, type Service } from './handle.ts';
import { findOperation, operations } from './operations.ts';
import { errorReply } from './reply.ts';
import { applySeed, type SeedTarget } from './seed.ts';
import { readUrl } from './url.ts';

/** Baidu AI Cloud: NAT gateways, REST v1, with the neighbours they need. */
export const createBaiduCloud: CloudFactory = (context) => {
  const ground = drawGround(context.identity, worldRules);
  const { word } = context.identity;
  const { accessKeyId = word(32), secretAccessKey = word(32) } = context.credentials ?? {};
  const accountKey = { accessKeyId, secretAccessKey };
  const begin = () => startService(context, ground, accountKey);
  let service = begin();
  return {
    name: 'baidu',
    operations: operations.map(({ name }) => name),
    credentials: accountKey,
    recognises,
    operationOf,
    handle: (request) => handleRequest(service, request),
    faultReply(kind, request, retryAfterSeconds) {
      const requestId = context.identity.uuid();
      if (kind === 'throttle') return throttled(requestId, retryAfterSeconds);
      return errorReply(requestId, {
        code: request.method === 'GET' ? 'InternalError' : 'ServiceInternalError',
      });
    },
    networks: () => readyNetwork(service, ground),
    world() {
      settle(service.world);
      return snapshotOf(service.world);
    },
    reset() {
      service = begin();
    },
    seed: (section) => applySeed(service, section),
    checkInvariants() {
      settle(service.world);
      checkInvariants(service.world);
    },
  };
};

function startService(
  context: CloudContext,
  ground: readonly Ground[],
  accountKey: Key,
): Service & SeedTarget {
  const world = createWorld(context, worldRules);
  layGround(world, ground);
  const keys = new Map<string, Key>([[accountKey.accessKeyId, accountKey]]);
  return {
    world,
    keys,
    findKey: (accessKeyId) => keys.get(accessKeyId),
    tokens: new TokenMemory({
      lifetime: worldRules.tokenLifetime,
      now: () => context.clock.calendar(),
      renewed: true,
      perOperation: false,
      strict: context.strictTokens ?? false,
      refuse({ token }) {
        throw new Refusal('token-reused', `The client token ${token} was used for another request.`);
      },
    }),
    clock: context.clock,
  };
}

const RESOURCE_PATH = /^\/v\d+\/(?:nat|vpc|subnet|eip|eipgroup)(?:\/|$)/;

function recognises({ path, query, headers }: HttpRequest): boolean {
  return (
    RESOURCE_PATH.test(path) ||
    (headers.authorization ?? '').startsWith('bce-auth-v') ||
    /(?:^|&)authorization=bce-auth-v/i.test(query)
  );
}

function operationOf({ method, path, query }: HttpRequest): string {
  try {
    return findOperation(method, readUrl(path, query)).operation.name;
  } catch {
    return 'unknown';
  }
}

function throttled(requestId: string, retryAfterSeconds: number | undefined) {
  const reply = errorReply(requestId, { code: 'TooManyRequests' });
  if (retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.ceil(retryAfterSeconds)) } };
}

const byNumber = new Intl.Collator('en', { numeric: true });

function readyNetwork({ world }: Service, ground: readonly Ground[]): ReturnType<EmulatedCloud['networks']> {
  settle(world);
  const home = regionOf(world, world.rules.defaultRegion);
  const { vpcId = '', subnetIds = [] } = ground.find(({ region }) => region === home.name) ?? {};
  const [subnetId = ''] = subnetIds;
  const free = [...home.addresses].filter(
    ({ status, groupId }) => status === 'available' && groupId === undefined,
  );
  return {
    region: home.name,
    vpcId,
    subnetId,
    cidr: home.vpcs.get(vpcId)?.cidr ?? '',
    eips: free.map(({ id }) => id).sort(byNumber.compare),
  };
}
