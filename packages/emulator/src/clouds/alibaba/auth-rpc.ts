import { createHmac } from 'node:crypto';
import { canonicalQuery, percentEncode } from './encoding.ts';

/** Signature 1.0 of RPC calls: all parameters but the signature itself; no header, host or port. */
export function rpcStringToSign(method: string, parameters: ReadonlyMap<string, string>): string {
  const signed = [...parameters].filter(([name]) => name !== 'Signature');
  return `${method}&${percentEncode('/')}&${percentEncode(canonicalQuery(signed))}`;
}

export function rpcSignature(stringToSign: string, secret: string): string {
  return createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64');
}
