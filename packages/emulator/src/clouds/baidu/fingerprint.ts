import { createHash } from 'node:crypto';
import type { Url } from './url.ts';

/** Parameters that say who asks and how often, not what for. */
const NOT_COMPARED = new Set(['clienttoken', 'authorization', 'x-bce-security-token']);

/** Equal for requests that ask for the same, however they spell it: order and escapes do not count. */
export function fingerprintOf(method: string, url: Url, body: unknown): string {
  const parameters = url.parameters.filter(([name]) => !NOT_COMPARED.has(name.toLowerCase()));
  const query = parameters.map((parameter) => JSON.stringify(parameter)).sort();
  const meaning = JSON.stringify([method, url.segments, query, sortKeys(body)]);
  return createHash('sha256').update(meaning).digest('base64');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, field]) => [name, sortKeys(field)]);
}
