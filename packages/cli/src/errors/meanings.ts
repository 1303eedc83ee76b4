import type { ErrorCode } from '@polynat/core';

/** What each code means and what to do. */
export const meanings: Readonly<Record<ErrorCode, readonly [meaning: string, remedy: string]>> = {
  'not-found': [
    'the gateway, rule or address does not exist',
    'check the id and the region; it may have been deleted',
  ],
  'already-exists': [
    'something like it is there already',
    'use what is there, or choose another name or port',
  ],
  'invalid-argument': [
    'a value does not fit; nothing was sent, or the cloud refused it',
    'correct the field the message names',
  ],
  unsupported: [
    'this cloud cannot do it',
    'follow the remedy in the message; `polynat capabilities --compare` shows who can',
  ],
  conflict: [
    'it collides with something else that is going on or has changed',
    'look at the present state, then try again',
  ],
  busy: ['the resource is being changed by somebody', 'wait; Polynat waits by itself until the deadline'],
  'quota-exceeded': [
    'the account holds as many as it may',
    'delete what is not needed, or ask the provider to raise the quota',
  ],
  throttled: [
    'too many requests',
    'slow down; Polynat does so by itself and honours what the cloud asks for',
  ],
  unauthenticated: [
    'the keys are missing, wrong or expired',
    'check where this alias reads its keys: `polynat clouds`',
  ],
  forbidden: ['the keys are good, but may not do this', 'ask the owner of the account for the permission'],
  'payment-required': ['the account has no money or credit for it', 'top up the account'],
  'failed-precondition': ['something else has to be done first', 'follow the remedy in the message'],
  unavailable: [
    'the cloud or the network does not answer',
    'check network, proxy and endpoint, then try again',
  ],
  timeout: [
    'it took longer than allowed; the work may go on in the cloud',
    'look at the resource before you repeat the call',
  ],
  aborted: ['the caller stopped it', 'look at the resource: what the cloud had accepted goes on'],
  protocol: [
    'the answer was not what the cloud promises, such as HTML from a proxy',
    'check what stands between you and the cloud',
  ],
  internal: [
    'a fault inside the cloud or inside Polynat',
    'try again; report it with the request id if it stays',
  ],
};
