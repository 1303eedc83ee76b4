import type { ErrorCode } from './errors.ts';

export interface ErrorMeaning {
  readonly meaning: string;
  /** What helps when the error itself has no better remedy. */
  readonly remedy: string;
}

/** What each code means and what to do, for people. */
export const errorMeanings: Readonly<Record<ErrorCode, ErrorMeaning>> = {
  'not-found': {
    meaning: 'the gateway, rule or public IP does not exist',
    remedy: 'check the id and the region; it may have been deleted',
  },
  'already-exists': {
    meaning: 'the name, port or resource is in use already',
    remedy: 'use the existing one, or choose another name or port',
  },
  'invalid-argument': {
    meaning: 'a value is invalid; nothing was sent, or the cloud rejected it',
    remedy: 'correct the field that the message names',
  },
  unsupported: {
    meaning: 'the cloud does not support it',
    remedy: 'use a cloud that supports it',
  },
  conflict: {
    meaning: 'it conflicts with another change, or the resource has changed',
    remedy: 'read the current state, then try again',
  },
  busy: {
    meaning: 'another change of the resource is in progress',
    remedy: 'try again when it has completed; Polynat retries by itself until the timeout',
  },
  'quota-exceeded': {
    meaning: 'the account has reached a quota',
    remedy: 'delete unused resources, or ask the provider to raise the quota',
  },
  throttled: {
    meaning: 'too many requests',
    remedy: 'wait, then try again; Polynat retries by itself until the timeout',
  },
  unauthenticated: {
    meaning: 'the credentials are missing, wrong or expired',
    remedy: 'check the credentials of this alias',
  },
  forbidden: {
    meaning: 'valid credentials, missing permission',
    remedy: 'ask the account owner for the permission',
  },
  'payment-required': {
    meaning: 'the account has no balance or credit for it',
    remedy: 'top up the account',
  },
  'failed-precondition': {
    meaning: 'something else has to be done first',
    remedy: 'do what the message asks for, then try again',
  },
  unavailable: {
    meaning: 'the cloud or the network does not respond',
    remedy: 'check network, proxy and endpoint, then try again',
  },
  timeout: {
    meaning: 'it took longer than allowed; the cloud may still be working on it',
    remedy: 'check the resource before you repeat the call',
  },
  aborted: {
    meaning: 'the caller stopped it',
    remedy: 'check the resource: the cloud completes a change that it has accepted',
  },
  protocol: {
    meaning: 'the response is not one of this cloud, such as a page from a proxy',
    remedy: 'check proxies and firewalls',
  },
  internal: {
    meaning: 'an internal error of the cloud or of Polynat',
    remedy: 'try again; if it persists, report it with the request id',
  },
};
