import type { CloudRequest } from '../../../cloud.ts';
import type { HttpReply } from '../../../http.ts';
import { Refusal } from '../../../world/tencent-bm/refusal.ts';
import { findRegion, type Region } from '../../../world/tencent-bm/regions.ts';
import type { State } from '../../../world/tencent-bm/state.ts';
import type { Account } from '../../tencent/account.ts';
import { ApiError } from '../../tencent/api-error.ts';
import { asksForIdentity, identityOf } from '../../tencent/caller-identity.ts';
import { type ApiEnvelope, readEnvelope } from '../../tencent/envelope.ts';
import { productOf } from '../../tencent/hosts.ts';
import { failure, respond } from '../../tencent/reply.ts';
import { codes } from './errors.ts';
import { gatewayOperations } from './gateway-operations.ts';
import { neighbourOperations } from './neighbour-operations.ts';
import type { V3Operation } from './operation.ts';

export const operations: ReadonlyMap<string, V3Operation> = new Map(
  Object.entries({ ...gatewayOperations, ...neighbourOperations }),
);

export function findV3Operation(action: string): V3Operation | undefined {
  return operations.get(action);
}

/** A request of version 3: the same state behind other names, one JSON envelope, and HTTP status 200 for failures too. */
export function handleV3(account: Account<State>, request: CloudRequest): HttpReply {
  const requestId = account.state.identity.uuid();
  try {
    return respond({ ...run(account, request), RequestId: requestId });
  } catch (error) {
    if (error instanceof ApiError) return failure(error.code, error.message, requestId);
    if (error instanceof Refusal) return failure(codes[error.reason], error.message, requestId);
    throw error;
  }
}

function run(account: Account<State>, request: CloudRequest): Readonly<Record<string, unknown>> {
  const envelope = readEnvelope(request);
  if (asksForIdentity(request)) {
    envelope.authenticate(account, request);
    return identityOf(account, envelope);
  }
  const operation = operationOf(envelope, request);
  envelope.authenticate(account, request);
  const region = regionOf(envelope);
  account.state.tasks.settle();
  const call = { state: account.state, region, fault: () => request.workFault };
  return operation.run(call, envelope.parameters(), envelope.form);
}

function operationOf({ action, version }: ApiEnvelope, { headers }: CloudRequest): V3Operation {
  const operation = findV3Operation(action);
  const product = productOf(headers.host ?? '');
  if (operation === undefined || (product !== undefined && operation.product !== product)) {
    throw new ApiError('InvalidAction', `The action ${action} does not exist.`);
  }
  if (operation.version !== version) {
    throw new ApiError('NoSuchVersion', `${action} has no version ${version}, but ${operation.version}.`);
  }
  return operation;
}

function regionOf({ region }: ApiEnvelope): Region {
  if (region === undefined)
    throw new ApiError('MissingParameter', 'The request is missing the parameter `Region`.');
  const found = findRegion(region);
  if (found === undefined) throw new ApiError('UnsupportedRegion', `The region ${region} is not supported.`);
  return found;
}
