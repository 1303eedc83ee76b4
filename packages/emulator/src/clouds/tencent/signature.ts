import { createHmac } from 'node:crypto';
import type { FlatParameters } from './parameters.ts';

export interface ParameterSigned {
  readonly method: string;
  /** Without a trailing slash or with one: exactly as requested. */
  readonly path: string;
  readonly parameters: FlatParameters;
}

/**
 * Checks the signature that travels as parameter `Signature` (cloud.tencent.com/document/product/386/6714): the HMAC over
 * method, host, path and the sorted raw parameters. Clients differ in details no documented parameter touches, so every
 * reading that an official one follows is accepted.
 */
export function verifyParameterSignature(
  request: ParameterSigned,
  hosts: readonly string[],
  secretKey: string,
): boolean {
  const signature = request.parameters.get('Signature');
  const algorithm = request.parameters.get('SignatureMethod') === 'HmacSHA256' ? 'sha256' : 'sha1';
  const sign = (source: string) => createHmac(algorithm, secretKey).update(source, 'utf8').digest('base64');
  return hosts.some((host) => sourceStrings(request, host).some((source) => sign(source) === signature));
}

/** The source strings of all readings; one only, unless a name has an underscore or a value starts with `@`. */
function sourceStrings({ method, path, parameters }: ParameterSigned, host: string): readonly string[] {
  const verb = method.toUpperCase();
  const all = [...parameters].filter(([name]) => name !== 'Signature');
  // A value starting with @ names a file to upload: left out of a POST's signature by the v2 clients, not by later ones.
  const withoutFiles = all.filter(([, value]) => verb !== 'POST' || !value.startsWith('@'));
  const selections = withoutFiles.length === all.length ? [all] : [withoutFiles, all];
  const sources = selections.flatMap((pairs) =>
    readings(pairs).map((text) => `${verb}${host}${path}?${text}`),
  );
  return [...new Set(sources)];
}

type Pair = readonly [string, string];

function readings(pairs: readonly Pair[]): readonly string[] {
  const sorted = pairs.toSorted(byName);
  if (!pairs.some(([name]) => name.includes('_'))) return [join(sorted)];
  const replaced = (pair: Pair): Pair => [pair[0].replaceAll('_', '.'), pair[1]];
  return [
    // Command line tool and Go client: sort, then turn every underscore into a dot.
    join(sorted.map(replaced)),
    // Node client: the same, but a name that starts with one stays as it is.
    join(sorted.map((pair) => (pair[0].startsWith('_') ? pair : replaced(pair)))),
    // Python client: replace, then sort.
    join(pairs.map(replaced).sort(byName)),
    // v3 clients: no replacing at all.
    join(sorted),
  ];
}

function byName([one]: Pair, [other]: Pair): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function join(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}
