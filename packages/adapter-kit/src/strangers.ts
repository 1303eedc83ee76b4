import { type ErrorCode, NatError } from '@polynat/core';

/** Where an answer came from. */
interface Answered {
  readonly cloud: string;
  readonly operation: string;
  readonly status: number;
}

const meanings: Readonly<Record<number, ErrorCode>> = { 408: 'unavailable', 429: 'throttled' };

/**
 * A failure status without an error of the cloud: a proxy or a captive portal answered. Its 404 says nothing about a gateway, so it is
 * never `not-found`. Only a 429 is known to come before the cloud.
 */
export function refusalOfStranger({ cloud, operation, status }: Answered): NatError {
  const code = meanings[status] ?? (status >= 500 ? 'unavailable' : 'protocol');
  return new NatError(code, `HTTP status ${status} without an error of the service`, {
    retryable: code !== 'protocol',
    outcome: code === 'throttled' ? 'none' : 'unknown',
    provider: { cloud, operation, status },
    ...(code === 'protocol' && { remedy: 'check proxies and firewalls between this machine and the cloud' }),
  });
}

/** A success without a mark of the cloud, such as `200 {}`: taken at its word, it would make every list empty. */
export const answerOfStranger = ({ cloud, operation, status }: Answered): NatError =>
  new NatError('protocol', 'the answer has no request id, so it is not one of the service', {
    outcome: 'unknown',
    provider: { cloud, operation, status },
    remedy: 'check proxies and firewalls between this machine and the cloud',
  });
