import type { HttpRequest } from '../../http.ts';

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

export function actionOf(request: HttpRequest): string {
  return request.headers['x-tc-action'] ?? parameter(request, 'Action') ?? '';
}

/** Read off the raw text: this runs for every request, before anything is decoded. */
function parameter({ method, query, body }: HttpRequest, name: 'Action' | 'SecretId'): string | undefined {
  const text = method === 'GET' ? query : body;
  return patterns[name].exec(text)?.[1];
}

const patterns = {
  Action: /(?:^|&)Action=([^&]*)/,
  SecretId: /(?:^|&)SecretId=([^&]*)/,
} as const;
