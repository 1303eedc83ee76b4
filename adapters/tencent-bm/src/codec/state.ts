import type { GatewayState, ItemState } from '@polynat/core';
import type { Verdict } from '@polynat/tencent';

/** Words for `productionStatus`, https://cloud.tencent.com/document/api/386/9355 */
const gatewayStates: Readonly<Record<number, readonly [GatewayState, string]>> = {
  0: ['creating', 'creating'],
  1: ['available', 'created'],
  2: ['failed', 'creation failed'],
};

/** Words for `status` of an address, https://cloud.tencent.com/document/api/386/6671 */
const addressStates: Readonly<Record<number, readonly [ItemState, string]>> = {
  0: ['pending', 'creating'],
  1: ['pending', 'binding'],
  2: ['available', 'bound'],
  3: ['pending', 'unbinding'],
  4: ['available', 'unbound'],
  6: ['deleting', 'going offline'],
  9: ['failed', 'creation failed'],
};

/** The status of an address nothing uses. */
export const unbound = 4;

interface Told<State> {
  readonly state: State;
  /** The number the provider gives, with the word its page has for it. */
  readonly providerState: string;
}

export const decodeGatewayState = (status: number | undefined): Told<GatewayState> =>
  told(gatewayStates, status);
export const decodeAddressState = (status: number | undefined): Told<ItemState> =>
  told(addressStates, status);

function told<State>(
  table: Readonly<Record<number, readonly [State, string]>>,
  status: number | undefined,
): Told<State | 'unknown'> {
  if (status === undefined) return { state: 'unknown', providerState: 'no status' };
  const known = table[status];
  if (known === undefined) return { state: 'unknown', providerState: `${status}` };
  const [state, word] = known;
  return { state, providerState: `${status} ${word}` };
}

const verdicts: Readonly<Record<number, Verdict>> = { 0: 'succeeded', 1: 'failed', 2: 'running' };

/** How a task stands, by all pages but one, which has 0 for running, 1 for success and 2 for failure. */
export const decodeVerdict = (status: number | undefined): Verdict | undefined =>
  status === undefined ? undefined : verdicts[status];
