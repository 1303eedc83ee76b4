import type { HttpRequest } from '../../http.ts';
import { decodePairs } from './encoding.ts';

/** A request with its parameters read, whichever signature scheme it uses. */
export interface ApiRequest {
  readonly http: HttpRequest;
  readonly scheme: 'rpc' | 'acs3';
  /** Query and form body together, flattened as on the wire. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly action: string;
  readonly version: string;
  readonly format: 'JSON' | 'XML';
  /** The host called; every error repeats it. */
  readonly host: string;
}

export function readRequest(http: HttpRequest): ApiRequest {
  const parameters = new Map([...decodePairs(http.query), ...bodyPairs(http)]);
  const scheme = isAcs3(http) ? 'acs3' : 'rpc';
  const common = (parameter: string, header: string) =>
    scheme === 'acs3' ? http.headers[header] : parameters.get(parameter);
  return {
    http,
    scheme,
    parameters,
    action: common('Action', 'x-acs-action') ?? '',
    version: common('Version', 'x-acs-version') ?? '',
    format: formatOf(http, parameters),
    host: http.headers.host ?? 'vpc.aliyuncs.com',
  };
}

/** GET carries nothing in its body; a POST may carry parameters in the query, in a form body, or in both. */
function bodyPairs(http: HttpRequest): readonly (readonly [string, string])[] {
  return http.method === 'GET' ? [] : decodePairs(http.body);
}

/** Clients of the older scheme send x-acs-action too, so the Authorization header tells the schemes apart. */
function isAcs3(http: HttpRequest): boolean {
  const authorization = http.headers.authorization ?? '';
  if (authorization.startsWith('ACS3-')) return true;
  return http.headers['x-acs-action'] !== undefined && !mentionsAction(http);
}

function formatOf(http: HttpRequest, parameters: ReadonlyMap<string, string>): 'JSON' | 'XML' {
  const asked = parameters.get('Format');
  if (asked !== undefined) return asked.toUpperCase() === 'XML' ? 'XML' : 'JSON';
  return (http.headers.accept ?? '').includes('xml') ? 'XML' : 'JSON';
}

const ACTION = /(?:^|&)Action=([^&]*)/;
const ALIBABA_ONLY = /(?:^|&)(?:AccessKeyId|SignatureMethod|Version)=/;

function mentionsAction(http: HttpRequest): boolean {
  return ACTION.test(http.query) || ACTION.test(http.body);
}

/** RPC calls go to the root path; Tencent's share the name Action but carry a SecretId or X-TC headers. */
export function isAlibaba({ path, query, body, headers }: HttpRequest): boolean {
  if (path !== '/' && path !== '') return false;
  if (headers['x-acs-action'] !== undefined) return true;
  if (headers['x-tc-action'] !== undefined) return false;
  const carries = (pattern: RegExp) => pattern.test(query) || pattern.test(body);
  return (carries(ACTION) || carries(ALIBABA_ONLY)) && !carries(/(?:^|&)SecretId=/);
}

/** The Action without reading the rest. */
export function actionOf({ query, body, headers }: HttpRequest): string {
  const sent = ACTION.exec(query)?.[1] ?? ACTION.exec(body)?.[1] ?? headers['x-acs-action'];
  return sent === undefined || sent === '' ? 'unknown' : sent;
}
