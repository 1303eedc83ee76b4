import * as z from 'zod';
import type { Call } from '../call.ts';
import type { PollResult } from '../driver.ts';
import { NatError } from '../errors.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import type { GatewayKey } from '../model/gateway-key.ts';
import { waitUntil } from './poll.ts';
import { readinessOf } from './readiness.ts';
import type { Runtime } from './runtime.ts';

/** What one can wait for: that a gateway stands, that it can carry traffic, or that it is no more. */
export const milestones = ['available', 'ready', 'gone'] as const;
export type Milestone = (typeof milestones)[number];

export const milestoneSchema = z.lazy(() => z.enum(milestones, `must be one of ${milestones.join(', ')}`));

/** Reads a gateway again and again until it is as it should be; answers what was read last, `undefined` when it is gone. */
export const waitForGateway = (
  runtime: Runtime,
  key: GatewayKey,
  until: Milestone,
  call: Call,
): Promise<GatewayRecord | undefined> =>
  waitUntil<GatewayRecord | undefined>({
    what: `gateway ${key.id} to be ${until}`,
    poll: async () => {
      const gateway = await find(runtime, key, until, call);
      return gateway ? looks[until](runtime, gateway, call) : { type: 'done', value: undefined };
    },
    pacing: { ...runtime.driver.pacing, first: 0 },
    clock: runtime.clock,
    random: runtime.random,
    signal: call.signal,
    deadline: call.deadline,
  });

async function find(
  { driver }: Runtime,
  key: GatewayKey,
  until: Milestone,
  call: Call,
): Promise<GatewayRecord | undefined> {
  try {
    return await driver.gateways.get(key, call);
  } catch (thrown) {
    const error = NatError.from(thrown);
    if (until === 'gone' && error.code === 'not-found') return undefined;
    throw error;
  }
}

type Look = (runtime: Runtime, gateway: GatewayRecord, call: Call) => Promise<PollResult<GatewayRecord>>;

const looks: Readonly<Record<Milestone, Look>> = {
  available: async (_runtime, gateway) =>
    gateway.state === 'available' ? { type: 'done', value: gateway } : unlessLost(gateway, gateway.state),
  ready: async (runtime, gateway, call) => {
    const { ready, obstacles } = await readinessOf(runtime, gateway, call);
    if (ready) return { type: 'done', value: gateway };
    return unlessLost(gateway, obstacles.map(({ reason }) => reason).join('; '));
  },
  gone: async (_runtime, { state }) => ({ type: 'pending', status: state }),
};

/** A gateway that failed or leaves will not become what is waited for. */
function unlessLost({ key, state, providerState }: GatewayRecord, status: string): PollResult<GatewayRecord> {
  if (state !== 'failed' && state !== 'deleting') return { type: 'pending', status };
  const error = new NatError('failed-precondition', `gateway ${key.id} is ${state} (${providerState})`, {
    remedy: 'look at the gateway in the console of the cloud',
  });
  return { type: 'failed', error };
}
