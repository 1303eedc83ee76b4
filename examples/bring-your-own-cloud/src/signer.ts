import { hmac } from '@polynat/transport';

export interface VolcanoCredentials {
  readonly keyId: string;
  readonly secret: string;
}

export interface Signable {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly target: string;
  readonly body: string;
}

/** Volcano signs four lines: method, target, instant, body. Pure, so that a test vector can pin it down. */
export function sign(
  { method, target, body }: Signable,
  { keyId, secret }: VolcanoCredentials,
  instant: number,
): Readonly<Record<string, string>> {
  const text = [method, target, instant, body].join('\n');
  return {
    'x-volcano-key': keyId,
    'x-volcano-instant': `${instant}`,
    'x-volcano-signature': hmac('sha256', secret, text, 'hex'),
  };
}
