import type { Driver, PollResult } from '../src/driver.ts';
import type { Capabilities, Clock, Features, GatewayRecord, PublicAddress, Random } from '../src/index.ts';
import { NatError } from '../src/index.ts';
import type { Receipt } from '../src/receipt.ts';

const source = 'test';
const yes = { supported: true, source } as const;
const no = { supported: false, source, reason: 'it has none', remedy: 'use another cloud' } as const;
const names = { pattern: /^[a-z][a-z0-9-]{1,9}$/, words: 'start with a letter and have 2 to 10 characters' };

export const features: Features = {
  'gateways.create': { ...yes, subnet: 'required', addresses: 'optional', names, named: true },
  'gateways.filter': { ...yes, ids: 2, name: 'whole', network: true, states: ['available'] },
  'gateways.rename': { ...yes, names },
  'gateways.description': { ...yes, texts: { pattern: /^.{2,20}$/, words: 'have 2 to 20 characters' } },
  'gateways.outbound-limit': no,
  'gateways.icmp-reply': no,
  'gateways.affinity': no,
  'gateways.bind-mode': no,
  'gateways.resize': { ...yes, direction: 'both' },
  'gateways.convert': no,
  'gateways.protect': yes,
  'gateways.delete': yes,
  'gateways.create.tags': { ...yes, maximum: 20 },
  'gateways.tags': { ...yes, maximum: 20 },
  'addresses.attach': { ...yes, minimum: 0, maximum: 2 },
  'addresses.allocate': {
    ...yes,
    meteredBy: { traffic: { from: 1, to: 100 }, bandwidth: { from: 1, to: 200 } },
  },
  'addresses.release': yes,
  'addresses.swap': no,
  'addresses.pools': no,
  'snat.rules': yes,
  'snat.source.cidr': yes,
  'snat.source.subnet': no,
  'snat.source.hosts': { ...yes, subnet: 'required', perRule: 2 },
  'snat.source.network': no,
  'snat.through': { ...yes, maximum: 2 },
  'snat.addAll.atomic': no,
  'snat.replace': yes,
  'snat.affinity': no,
  'snat.names': { ...yes, names, required: false },
  'dnat.rules': no,
  'dnat.any': no,
  'dnat.ranges': no,
  'dnat.ranges.unequal': no,
  'dnat.addAll.atomic': no,
  'dnat.replace': no,
  'dnat.names': no,
  'dnat.port-break': no,
  'billing.on-demand': yes,
  'billing.prepaid': { ...yes, terms: { months: [1, 3], years: [1] } },
  'billing.renew': { ...yes, terms: { months: [1, 3], years: [1] } },
  'billing.auto-pay': no,
  'bandwidth.packages': no,
  'bandwidth.convert': no,
  'bandwidth.shared': no,
  'account.availability': no,
  'networks.list': no,
  'networks.routes': no,
  'writes.token': yes,
};

export const capabilities: Capabilities = {
  features,
  sizes: {
    source,
    offers: [
      { size: { tier: 'small' }, connections: 10_000, addresses: 1 },
      { size: { tier: 'large' }, connections: 200_000, addresses: 2 },
    ],
  },
};

export function gatewayRecord(id: string, change: Partial<GatewayRecord> = {}): GatewayRecord {
  return {
    key: { region: 'north', id },
    name: id,
    state: 'available',
    providerState: 'Available',
    placement: { vpc: 'vpc-1' },
    size: { tier: 'small' },
    addresses: [],
    billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    tags: {},
    native: { deep: { kept: true } },
    ...change,
  };
}

/** What every gateway of the scripted cloud holds: for DNAT, so that no SNAT rule takes it for one of its own. */
const held: readonly PublicAddress[] = [
  { ip: '1.1.1.1', use: 'dnat', state: 'available', providerState: 'InUse', native: {} },
];

export type Script = Partial<Driver> & {
  readonly looks?: readonly (PollResult | NatError)[];
  /** Called whenever a request would leave. */
  readonly sent?: string[];
};

/** A driver that does what its script says and writes down what would have been sent. */
export function scriptedDriver({ looks = [], sent = [], ...members }: Script = {}): Driver {
  const remaining = [...looks];
  const receipt = (kind: string): Promise<Receipt<never>> => {
    sent.push(kind);
    return Promise.resolve({ kind, subject: { n: sent.length } });
  };
  return {
    kind: 'scripted',
    region: 'north',
    capabilities,
    gateways: {
      list: () => Promise.resolve({ items: [gatewayRecord('gw-1')] }),
      get: (key) => Promise.resolve(gatewayRecord(key.id)),
      create: () => receipt('create'),
      change: () => receipt('change'),
      resize: () => receipt('resize'),
      protect: () => receipt('protect'),
      tag: () => receipt('tag'),
      delete: () => receipt('delete'),
    },
    addresses: {
      list: () => Promise.resolve({ items: held }),
      attach: (_key, address) => receipt(`attach ${address}`),
      detach: (_key, address) => receipt(`detach ${address}`),
      allocate: () => receipt('allocate'),
      release: () => receipt('release'),
    },
    poll: async <T>() => {
      const next = remaining.shift();
      if (NatError.is(next)) throw next;
      return (next ?? { type: 'done', value: gatewayRecord('gw-1') }) as PollResult<T>;
    },
    pacing: { first: 0, every: 1_000, most: 8_000 },
    laneOf: (_mutation, key) => key && `gateway ${key.id}`,
    close: () => Promise.resolve(),
    ...members,
  };
}

export interface TestClock extends Clock {
  readonly slept: readonly number[];
  readonly sleeping: number;
}

/** Time that passes only when nobody has anything else to do: it leaps to who wakes first. `held` sleeps until aborted. */
export function leapingClock({ held = false } = {}): TestClock {
  let now = Date.UTC(2026, 0, 1);
  const sleepers = new Set<{ readonly due: number; readonly wake: () => void }>();
  const slept: number[] = [];
  const leap = () => {
    const [first] = [...sleepers].sort((left, right) => left.due - right.due);
    if (!first) return;
    now = Math.max(now, first.due);
    sleepers.delete(first);
    first.wake();
  };
  return {
    slept,
    get sleeping() {
      return sleepers.size;
    },
    now: () => now,
    sleep: (milliseconds, signal) => {
      if (signal?.aborted) return Promise.reject(NatError.aborted(signal.reason));
      slept.push(milliseconds);
      return new Promise((resolve, reject) => {
        const stop = () => {
          sleepers.delete(sleeper);
          reject(NatError.aborted(signal?.reason));
        };
        const wake = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const sleeper = { due: now + milliseconds, wake };
        sleepers.add(sleeper);
        if (!held) setImmediate(leap);
        signal?.addEventListener('abort', stop, { once: true });
      });
    },
  };
}

export function countingRandom(): Random {
  let count = 0;
  return { uuid: () => `token-${++count}`, fraction: () => 0.5 };
}
