import type { CloudRequest } from '../../cloud.ts';
import type { HttpReply } from '../../http.ts';
import { Refusal } from '../../world/tencent-vpc/refusal.ts';
import { findRegion, type Region } from '../../world/tencent-vpc/regions.ts';
import { ApiError } from '../tencent/api-error.ts';
import { type ApiEnvelope, readEnvelope } from '../tencent/envelope.ts';
import type { Answer } from '../tencent/operation.ts';
import { VPC_VERSION } from '../tencent/recognition.ts';
import { failure, respond } from '../tencent/reply.ts';
import type { Account } from './account.ts';
import { codes } from './errors.ts';
import type { VpcOperation } from './operation.ts';
import { operations } from './operations/index.ts';

/** A request of version 2017-03-12, checked in the order the README states. Failures answer 200 as well. */
export function handle(account: Account, request: CloudRequest): HttpReply {
  const requestId = account.state.identity.uuid();
  try {
    return respond({ ...run(account, request, requestId), RequestId: requestId });
  } catch (error) {
    if (error instanceof ApiError) return failure(error.code, error.message, requestId);
    throw error;
  }
}

function run(account: Account, request: CloudRequest, requestId: string): Answer {
  const envelope = readEnvelope(request);
  const operation = operationOf(envelope);
  const region = regionOf(envelope);
  envelope.authenticate(account, request);
  account.state.tasks.settle();
  const call = { state: account.state, region, requestId, fault: () => request.workFault };
  try {
    return operation.run(call, envelope.parameters('kept'), envelope.form);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ApiError(operation.codes[error.reason] ?? codes[error.reason], error.message);
  }
}

function operationOf({ action, version }: ApiEnvelope): VpcOperation {
  const operation = operations.get(action);
  if (operation === undefined) throw new ApiError('InvalidAction', `The action ${action} does not exist.`);
  if (version !== VPC_VERSION) {
    throw new ApiError('NoSuchVersion', `${action} has no version ${version}, but ${VPC_VERSION}.`);
  }
  return operation;
}

function regionOf({ region }: ApiEnvelope): Region {
  if (region === undefined) {
    throw new ApiError('MissingParameter', 'The request is missing the parameter `Region`.');
  }
  const found = findRegion(region);
  if (found === undefined) throw new ApiError('UnsupportedRegion', `The region ${region} is not supported.`);
  return found;
}
