import type { HttpRequest } from '../../http.ts';
import { productNamed, productOf } from './hosts.ts';

const V2_PATH = '/v2/index.php';

/** Some pages print the path with a trailing slash; the signature tells which was meant. */
export function isV2({ path }: HttpRequest): boolean {
  return path === V2_PATH || path === `${V2_PATH}/`;
}

/**
 * Version 2 by its path, version 3 by its header, and the older signature on the hosts of version 3 by the parameter
 * `SecretId`, which the other clouds do not have.
 */
export function isTencent(request: HttpRequest): boolean {
  const { headers } = request;
  if (isV2(request) || headers['x-tc-action'] !== undefined) return true;
  if (headers.authorization?.startsWith('TC3-HMAC-SHA256')) return true;
  return request.path === '/' && parameter(request, 'SecretId') !== undefined;
}

/** Versions of the services that the VPC product needs. The services of BM have others. */
export const VPC_VERSIONS = { vpc: '2017-03-12', tag: '2018-08-13' } as const;
export type VpcService = keyof typeof VPC_VERSIONS;

/**
 * Whether a request of this cloud is for VPC rather than for BM: the service tells, in the host or else in the scope of
 * the signature. A client that was given the emulator's address names no service in either; then the version tells.
 */
export function isVpc(request: HttpRequest): boolean {
  if (isV2(request)) return false;
  const { host, authorization, 'x-tc-version': version } = request.headers;
  const service = productOf(host ?? '') ?? productNamed(scopedService(authorization));
  if (service !== undefined) return service in VPC_VERSIONS;
  const named = version ?? parameter(request, 'Version');
  return Object.values(VPC_VERSIONS).some((each) => each === named);
}

function scopedService(authorization = ''): string {
  return /Credential=[^/]*\/[^/]*\/([^/,]+)\//.exec(authorization)?.[1] ?? '';
}

export function actionOf(request: HttpRequest): string {
  return request.headers['x-tc-action'] ?? parameter(request, 'Action') ?? '';
}

/** Read off the raw text: this runs for every request, before anything is decoded. */
function parameter({ method, query, body }: HttpRequest, name: keyof typeof patterns): string | undefined {
  const text = method === 'GET' ? query : body;
  return patterns[name].exec(text)?.[1];
}

const patterns = {
  Action: /(?:^|&)Action=([^&]*)/,
  SecretId: /(?:^|&)SecretId=([^&]*)/,
  Version: /(?:^|&)Version=([^&]*)/,
} as const;
