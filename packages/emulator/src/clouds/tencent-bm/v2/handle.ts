import type { CloudRequest } from '../../../cloud.ts';
import type { HttpReply } from '../../../http.ts';
import { type Reason, Refusal } from '../../../world/tencent-bm/refusal.ts';
import { findRegion, type Region, regions } from '../../../world/tencent-bm/regions.ts';
import type { State } from '../../../world/tencent-bm/state.ts';
import type { Account } from '../../tencent/account.ts';
import { productOf, signedHosts } from '../../tencent/hosts.ts';
import { type FlatParameters, parseForm, unflatten } from '../../tencent/parameters.ts';
import type { Stamp } from '../../tencent/replay.ts';
import { verifyParameterSignature } from '../../tencent/signature.ts';
import { common, moduleCodes, type V2Code, V2Error } from './errors.ts';
import { gatewayOperations } from './gateway-operations.ts';
import { neighbourOperations } from './neighbour-operations.ts';
import type { V2Operation } from './operation.ts';

export const operations: ReadonlyMap<string, V2Operation> = new Map(
  Object.entries({ ...gatewayOperations, ...neighbourOperations }),
);

export function findV2Operation(action: string): V2Operation | undefined {
  return operations.get(action);
}

/** A request to `/v2/index.php`: checked in the order the README states, then run. Failures answer 200 as well. */
export function handleV2(account: Account<State>, request: CloudRequest): HttpReply {
  const { settings } = account.state;
  let operation: V2Operation | undefined;
  try {
    const parameters = parametersOf(request);
    operation = operationOf(parameters, request);
    authenticate(account, parameters, request);
    const region = regionOf(operation, parameters);
    account.state.tasks.settle();
    const call = { state: account.state, region, fault: () => request.workFault };
    return success(operation.run(call, unflatten(parameters)));
  } catch (error) {
    if (error instanceof V2Error) return failure(error.code, error.message, settings.errorShape);
    if (!(error instanceof Refusal)) throw error;
    return failure(codeOf(error.reason, operation), error.message, settings.errorShape);
  }
}

function codeOf(reason: Reason, operation: V2Operation | undefined): V2Code {
  if (reason === 'invalid-value' || reason === 'task-not-found')
    return operation?.invalid ?? common.invalidParameter;
  return moduleCodes[reason];
}

/** GET reads the query only, POST the body only (request structure page of the API). */
function parametersOf({ method, query, body }: CloudRequest): FlatParameters {
  if (method !== 'GET' && method !== 'POST') {
    throw new V2Error(common.unsupportedProtocol, `${method} is not supported, use GET or POST`);
  }
  return parseForm(method === 'GET' ? query : body);
}

function operationOf(parameters: FlatParameters, { headers }: CloudRequest): V2Operation {
  const action = required(parameters, 'Action');
  const operation = findV2Operation(action);
  const product = productOf(headers.host ?? '');
  const served = product === undefined || operation?.products.includes(product);
  if (operation === undefined || !served) {
    throw new V2Error(common.unknownAction, `action ${action} is not offered here; check action and domain`);
  }
  return operation;
}

function required(parameters: FlatParameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') {
    throw new V2Error(common.invalidParameter, `parameter ${name} is missing`);
  }
  return value;
}

function requiredInt(parameters: FlatParameters, name: string): string {
  const value = required(parameters, name);
  if (!/^\d{1,19}$/.test(value))
    throw new V2Error(common.invalidParameter, `parameter ${name} is not a whole number`);
  return value;
}

function authenticate(account: Account<State>, parameters: FlatParameters, request: CloudRequest): void {
  const timestamp = requiredInt(parameters, 'Timestamp');
  const nonce = requiredInt(parameters, 'Nonce');
  const secretId = required(parameters, 'SecretId');
  const signature = required(parameters, 'Signature');
  if (secretId !== account.secretId) {
    throw new V2Error(common.secretIdNotFound, 'the SecretId does not exist');
  }
  const signed = { method: request.method, path: request.path, parameters };
  if (!verifyParameterSignature(signed, signedHosts(request.headers.host ?? ''), account.secretKey)) {
    throw new V2Error(common.signatureFailure, 'the signature does not match the request');
  }
  if (parameters.get('Token'))
    throw new V2Error(common.tokenFailure, 'the token belongs to no temporary key');
  checkFreshness(account, { secretId, nonce, timestamp, signature }, request.clockSkew);
}

function checkFreshness(account: Account<State>, stamp: Stamp, clockSkew: number): void {
  const now = account.clock.wall() + clockSkew;
  const tolerance = account.state.settings.clockTolerance * 1000;
  if (Math.abs(now - Number(stamp.timestamp) * 1000) > tolerance) {
    throw new V2Error(common.replay, 'the timestamp is too far from the time of the server');
  }
  if (!account.replay.firstUse(stamp, account.clock.wall())) {
    throw new V2Error(common.replay, 'the nonce was used before');
  }
}

function regionOf(operation: V2Operation, parameters: FlatParameters): Region {
  const [first] = regions;
  if (!operation.regional && first !== undefined) return first;
  const name = required(parameters, 'Region');
  const region = findRegion(name);
  if (region === undefined) throw new V2Error(common.invalidParameter, `region ${name} does not exist`);
  return region;
}

const json = { 'content-type': 'application/json; charset=utf-8' };

function success(answer: Readonly<Record<string, unknown>>): HttpReply {
  const body = JSON.stringify({ code: 0, message: '', codeDesc: 'Success', ...answer });
  return { status: 200, headers: json, body };
}

/** Codes below 4000 or above 6999 belong to a module; the general error page wraps those. */
function isModuleCode({ code }: V2Code): boolean {
  return code < 4000 || code > 6999;
}

export function failure(code: V2Code, message: string, shape: 'module-code' | 'wrapped'): HttpReply {
  const body =
    shape === 'wrapped' && isModuleCode(code)
      ? { code: common.operationFailed.code, message: `(${code.code})${message}` }
      : { code: code.code, message, codeDesc: code.name };
  return { status: 200, headers: json, body: JSON.stringify(body) };
}
