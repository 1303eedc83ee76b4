import { type Algorithm, hmac } from '@polynat/transport';

/** How the parameters of version 2 are signed: `HmacSHA1` when a request does not say. */
const signatureMethods = { HmacSHA1: 'sha1', HmacSHA256: 'sha256' } as const satisfies Readonly<
  Record<string, Algorithm>
>;
export type SignatureMethod = keyof typeof signatureMethods;

export type Parameters = Readonly<Record<string, string>>;

/** A request of version 2: what is called, where, and with which parameters, none of them encoded yet. */
export interface ParameterRequest {
  readonly method: 'GET' | 'POST';
  /** The host that is called, port included: the signature covers it. */
  readonly host: string;
  readonly path: string;
  readonly parameters: Parameters;
}

/**
 * The signature of version 2, https://cloud.tencent.com/document/product/386/6714: parameters in the order of their names, names
 * with dots for underscores, values as they are.
 */
export function signParameters(
  request: ParameterRequest,
  secretKey: string,
  method: SignatureMethod = 'HmacSHA1',
): string {
  return hmac(signatureMethods[method], secretKey, sourceOf(request), 'base64');
}

export function sourceOf({ method, host, path, parameters }: ParameterRequest): string {
  const pairs = Object.keys(parameters)
    .sort()
    .filter((name) => !(method === 'POST' && parameters[name]?.startsWith('@')))
    .map((name) => `${dotted(name)}=${parameters[name]}`);
  return `${method}${host}${path}?${pairs.join('&')}`;
}

/** As the official clients do it; they also leave a POST value that starts with `@` out, the mark of a file. */
const dotted = (name: string): string => (name.startsWith('_') ? name : name.replaceAll('_', '.'));
