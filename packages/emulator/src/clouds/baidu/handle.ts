import type { EmulatorClock } from '../../clock.ts';
import type { CloudRequest } from '../../cloud.ts';
import type { TokenMemory } from '../../common/token-memory.ts';
import type { HttpReply } from '../../http.ts';
import { Refusal } from '../../world/baidu/refusal.ts';
import { type Scope, settle, type World } from '../../world/baidu/world.ts';
import { authenticate, type Key } from './authentication.ts';
import type { Call } from './call.ts';
import { clockTolerance } from './choices.ts';
import { codeOfRefusal, WireError } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findOperation, type Match } from './operations.ts';
import { errorReply, successReply } from './reply.ts';
import { parseBody } from './request-body.ts';
import { parameterOf, readUrl, type Url } from './url.ts';

/** The state of the emulated cloud with the keys that open it. */
export interface Service {
  readonly world: World;
  readonly tokens: TokenMemory<string>;
  readonly findKey: (accessKeyId: string) => Key | undefined;
  readonly clock: EmulatorClock;
}

/** Checks a request as the cloud does, applies it and answers. */
export function handleRequest(service: Service, request: CloudRequest): HttpReply {
  const requestId = service.world.identity.uuid();
  settle(service.world);
  try {
    return successReply(requestId, answer(service, request));
  } catch (error) {
    return refusalReply(requestId, error);
  }
}

/** Anything but a refusal is a defect of the emulator and goes on to the listener. */
function refusalReply(requestId: string, error: unknown): HttpReply {
  if (error instanceof WireError) return errorReply(requestId, error);
  if (!(error instanceof Refusal)) throw error;
  return errorReply(requestId, { code: codeOfRefusal[error.reason], explanation: error.message });
}

function answer(service: Service, request: CloudRequest): string {
  const url = readUrl(request.path, request.query);
  const now = service.clock.wall() + request.clockSkew;
  const key = authenticate(request, url, { findKey: service.findKey, now, clockTolerance });
  const match = findOperation(request.method, url);
  requirePermission(service.world, key, match);
  return answerOnce(service, request, url, match);
}

function requirePermission({ account }: World, key: Key, { operation }: Match): void {
  if (!account.subscribed) throw new WireError('OptInRequired', 'The account has not opened this service.');
  if (operation.method === 'GET') return;
  if (!account.realNameVerified) throw new WireError('QualifyNotPass', 'The account has no verified name.');
  if (key.readOnly === true) throw new WireError('AccessDenied', 'This key only reads.');
}

/** A write that comes again with its client token gets the first answer again and changes nothing. */
function answerOnce(service: Service, request: CloudRequest, url: Url, match: Match): string {
  const isRead = match.operation.method === 'GET';
  const body = isRead ? {} : parseBody(request);
  const token = isRead ? undefined : clientTokenOf(url);
  const apply = () => perform(service.world, request, url, match, body);
  if (token === undefined) return apply();
  const fingerprint = fingerprintOf(request.method, url, body);
  return service.tokens.once({ token, operation: match.operation.name, fingerprint }, apply);
}

/** https://cloud.baidu.com/doc/VPC/s/gjwvyu77i: ASCII, at most 64 characters. */
function clientTokenOf(url: Url): string | undefined {
  const token = parameterOf(url, 'clientToken');
  if (token === undefined || token === '') return undefined;
  if (/^[\x20-\x7e]{1,64}$/.test(token)) return token;
  throw new Refusal('value-invalid', 'clientToken takes up to 64 ASCII characters.');
}

function perform(
  world: World,
  request: CloudRequest,
  url: Url,
  { operation, ids }: Match,
  body: unknown,
): string {
  const scope = scopeOf(request.headers.host ?? '');
  const call: Call = { world, scope, url, ids, body, faults: () => request.workFault };
  const result = operation.handler(call);
  return result === undefined ? '' : JSON.stringify(result);
}

/** The provider's hosts name a region, others (127.0.0.1, localhost) none. */
function scopeOf(host: string): Scope {
  return /^(?:bcc|vpc|nat|eip)\.([a-z0-9-]+)\./i.exec(host)?.[1]?.toLowerCase();
}
