import type { CloudRequest } from '../../cloud.ts';
import type { HttpReply } from '../../http.ts';
import { Refusal } from '../../world/tencent-vpc/refusal.ts';
import { findRegion, type Region, regions } from '../../world/tencent-vpc/regions.ts';
import type { State } from '../../world/tencent-vpc/state.ts';
import type { Account } from '../tencent/account.ts';
import { ApiError } from '../tencent/api-error.ts';
import { asksForIdentity, identityOf } from '../tencent/caller-identity.ts';
import { type ApiEnvelope, readEnvelope } from '../tencent/envelope.ts';
import type { Answer } from '../tencent/operation.ts';
import { VPC_VERSIONS } from '../tencent/recognition.ts';
import { failure, respond } from '../tencent/reply.ts';
import { codes } from './errors.ts';
import type { VpcOperation } from './operation.ts';
import { operations } from './operations/index.ts';

/** A request to one of the services, checked in the order the README states. Failures answer 200 as well. */
export function handle(account: Account<State>, request: CloudRequest): HttpReply {
  const requestId = account.state.identity.uuid();
  try {
    return respond({ ...run(account, request, requestId), RequestId: requestId });
  } catch (error) {
    if (error instanceof ApiError) return failure(error.code, error.message, requestId);
    throw error;
  }
}

function run(account: Account<State>, request: CloudRequest, requestId: string): Answer {
  const envelope = readEnvelope(request);
  if (asksForIdentity(request)) {
    envelope.authenticate(account, request);
    return identityOf(account, envelope);
  }
  const operation = operationOf(envelope);
  const region = regionOf(envelope, operation);
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
  const own = VPC_VERSIONS[operation.service];
  if (version !== own)
    throw new ApiError('NoSuchVersion', `${action} has no version ${version}, but ${own}.`);
  return operation;
}

/** Tags are not kept by region: what is tagged names its own. */
function regionOf({ region }: ApiEnvelope, { service }: VpcOperation): Region {
  const [first] = regions;
  if (service === 'tag' && first !== undefined) return first;
  if (region === undefined) {
    throw new ApiError('MissingParameter', 'The request is missing the parameter `Region`.');
  }
  const found = findRegion(region);
  if (found === undefined) throw new ApiError('UnsupportedRegion', `The region ${region} is not supported.`);
  return found;
}
