import { createHash } from 'node:crypto';
import type { Call } from '../call.ts';

/**
 * A token for another request of the same operation. It is made from the whole of the operation's token, so that two operations with
 * tokens alike never share one, and another process that resumes the operation derives the same. 32 bytes in base64url are 43
 * characters.
 */
const derivedToken = (token: string, purpose: string): string =>
  createHash('sha256').update(`${token} ${purpose}`).digest('base64url');

/** The token of a step of an operation. Every step is a logical write of its own; the first keeps the operation's token. */
export const stepToken = (token: string, index: number): string =>
  index === 0 ? token : derivedToken(token, `step ${index}`);

/**
 * The call for a second request that one step needs. A cloud refuses, or takes for a repetition, a request that comes under the token
 * of another. The derived token never changes, since a process that resumes the operation sends it again.
 *
 * @example await client.call('DeletionProtection', input, derivedCall(call, 'protection'))
 */
export const derivedCall = (call: Call, purpose: string): Call => ({
  ...call,
  token: derivedToken(call.token, purpose),
  tokenGiven: true,
});
