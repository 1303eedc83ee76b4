import type { HttpRequest } from './http.ts';

/** One request as the log shows it. Signatures, keys and tokens of credentials are left out. */
export interface LoggedRequest {
  /** Counts all requests since the start or the last clearing, from 1. */
  readonly sequence: number;
  /** Real time of arrival, ISO 8601. */
  readonly time: string;
  readonly cloud: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** HTTP status of the answer; 0 when the connection was cut instead. */
  readonly status: number;
  /** Kinds of the injected faults that struck. */
  readonly faults: readonly string[];
}

interface LogEntry {
  readonly at: number;
  readonly cloud: string;
  readonly operation: string;
  readonly request: HttpRequest;
  readonly status: number;
  readonly faults: readonly string[];
}

/** Names of parameters that carry credentials in any of the three protocols, in lower case. */
const CONFIDENTIAL = new Set([
  'signature',
  'authorization',
  'accesskeyid',
  'accesskeysecret',
  'secretid',
  'secretkey',
  'secretaccesskey',
  'securitytoken',
  'token',
  'x-bce-security-token',
]);

const CAPACITY = 10_000;
/** Longer bodies are logged by their beginning only, which bounds the memory of a full log. */
const LONGEST_BODY = 16_384;

export interface RequestLog {
  add(entry: LogEntry): void;
  clear(): void;
  /** The last 10 000 requests, oldest first. */
  list(): readonly LoggedRequest[];
}

/** Keeps raw requests in a ring and takes them apart only when the log is read, so that logging costs next to nothing. */
export function createRequestLog(secrets: () => readonly string[]): RequestLog {
  let ring: LogEntry[] = [];
  let total = 0;
  return {
    add(entry) {
      ring[total % CAPACITY] = entry;
      total += 1;
    },
    clear() {
      ring = [];
      total = 0;
    },
    list() {
      const first = Math.max(0, total - CAPACITY);
      const hide = createRedaction(secrets());
      const rotated = [...ring.slice(first % CAPACITY), ...ring.slice(0, first % CAPACITY)];
      return rotated.map((entry, index) => describe(entry, first + index + 1, hide));
    },
  };
}

function describe(entry: LogEntry, sequence: number, hide: (text: string) => string): LoggedRequest {
  const { request } = entry;
  const parameters = JSON.parse(hide(JSON.stringify(parametersOf(request))));
  return {
    sequence,
    time: new Date(entry.at).toISOString(),
    cloud: entry.cloud,
    operation: hide(entry.operation),
    method: request.method,
    path: hide(request.path),
    parameters,
    status: entry.status,
    faults: entry.faults,
  };
}

/** The last line of defence: a secret that turns up anywhere, say in a misspelt parameter, is still blotted out. */
function createRedaction(secrets: readonly string[]): (text: string) => string {
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text);
}

function parametersOf(request: HttpRequest): Record<string, unknown> {
  const fromQuery = [...new URLSearchParams(request.query)];
  return withoutCredentials([...fromQuery, ...bodyParameters(request.body.slice(0, LONGEST_BODY))]);
}

function bodyParameters(body: string): readonly (readonly [string, unknown])[] {
  if (body === '') return [];
  if (!/^\s*[[{]/.test(body)) return [...new URLSearchParams(body)];
  const parsed = parseJson(body);
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  return isObject ? Object.entries(parsed) : [['body', parsed]];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withoutCredentials(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(pairs.filter(([name]) => !CONFIDENTIAL.has(name.toLowerCase())));
}
