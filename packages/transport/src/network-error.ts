import { NatError } from '@polynat/core';

/** An error of `node:http` or `got`. */
export type NetworkError = Error & { readonly code?: string };

/** Node's codes for certificates that it does not trust. */
const distrusted = /^(?:ERR_TLS_CERT|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;
/** Node's codes for requests that are not valid HTTP. They name the header, not its value. */
const unwritable = /^ERR_(?:INVALID_CHAR|INVALID_HTTP_TOKEN|UNESCAPED_CHARACTERS)$/;
/** The codes of its parser for answers that are not HTTP. */
const garbled = /^HPE_/;

/**
 * The error of a request to `host`. `sent`: the request can have left. Only code and message are kept, never the error
 * itself, since those of `got` hold the request.
 */
export function networkError(error: NetworkError, host: string, sent: boolean): NatError {
  const known = [error, error.cause].find((candidate) => NatError.is(candidate));
  if (known) return known;
  const code = error.code ?? '';
  const said = error.message.includes(code) ? error.message : `${error.message} (${code})`;
  if (unwritable.test(code))
    return new NatError('invalid-argument', `the request cannot be written: ${said}`);
  if (distrusted.test(code)) return untrusted(host, said);
  if (garbled.test(code)) return unknownOutcome('protocol', `the answer of ${host} is not HTTP: ${said}`);
  if (sent)
    return unknownOutcome(
      'unavailable',
      `the connection to ${host} broke before the answer was complete: ${said}`,
    );
  return new NatError('unavailable', `cannot reach ${host}: ${said}`, {
    retryable: true,
    remedy: 'check the region, the endpoint and the proxy',
  });
}

const unknownOutcome = (code: 'protocol' | 'unavailable', message: string): NatError =>
  new NatError(code, message, { outcome: 'unknown', retryable: true });

const untrusted = (host: string, said: string): NatError =>
  new NatError('unavailable', `the certificate of ${host} is not trusted: ${said}`, {
    remedy: 'check the endpoint; behind a proxy that inspects TLS, pass its certificate as `ca`',
  });
