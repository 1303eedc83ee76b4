import type { ErrorCode } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import type { Play } from './faults/acts.ts';
import { before, type Case, cases, play } from './faults/play.ts';

interface Ending {
  readonly code: ErrorCode;
  readonly tells: RegExp;
}

const gatewayWork: readonly Play[] = [
  'gateways.create',
  'addresses.attach',
  'addresses.detach',
  'gateways.resize',
  'gateways.delete',
];
/** All that a cloud has of the usual mutations. */
const everything = cases.map(({ act }) => act);

/** What is done step by step in the cloud, and so can stick or fail half way. */
const worked: Readonly<Record<string, readonly Play[]>> = {
  alibaba: everything.filter((act) => act !== 'addresses.allocate'),
  baidu: [...gatewayWork, 'addresses.allocate'],
  'tencent-bm': everything,
  'tencent-bm-v3': everything,
  'tencent-vpc': [...gatewayWork, 'addresses.allocate', 'addresses.release'],
};
const workedCases = cases.filter(({ wire, act }) => worked[wire]?.includes(act));

describe('work that never ends', () => {
  it.each(workedCases)('runs into the deadline, telling what was seen: $wire, $act', async (scene) => {
    const { error, struck } = await play(scene, { kind: 'stuck', count: 1 });
    expect(struck).toBe(true);
    expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' });
    expect(error?.message).toMatch(/; saw (?!nothing)/);
    expect(error?.remedy).toMatch(/look at the resource/);
  });
});

/** Tencent Cloud reports a failed task or gateway, Baidu a failed gateway; Alibaba only shows that things are as they were. */
function endingOf({ wire, act }: Case): Ending {
  if (wire === 'tencent-vpc' && (act === 'gateways.create' || act === 'gateways.delete'))
    return { code: 'internal', tells: /is (PENDFAILURE|DELETEFAILURE)/ };
  if (wire === 'tencent-vpc') return { code: 'internal', tells: /task [\da-f-]+ failed: / };
  if (wire !== 'alibaba' && wire !== 'baidu') return { code: 'internal', tells: /task \d+ failed: / };
  if (wire === 'baidu' && act !== 'addresses.allocate')
    return { code: 'internal', tells: /is in state error/ };
  return { code: 'timeout', tells: /; saw (?!nothing)/ };
}

describe('work that fails', () => {
  it.each(workedCases)('surfaces with what was seen: $wire, $act', async (scene) => {
    const { error, struck } = await play(scene, { kind: 'failed', count: 1 });
    const { code, tells } = endingOf(scene);
    expect(struck).toBe(true);
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(tells);
  });
});

interface SoldOut extends Ending {
  readonly acts: readonly Play[];
}

/** What can be sold out, and how each cloud says so. */
const soldOut: Readonly<Record<string, SoldOut>> = {
  alibaba: { acts: ['gateways.create'], code: 'failed-precondition', tells: /vSwitch in another zone/ },
  baidu: {
    acts: ['gateways.create', 'addresses.allocate', 'addresses.attach', 'gateways.resize'],
    code: 'quota-exceeded',
    tells: /raise the quota/,
  },
  'tencent-bm': {
    acts: ['gateways.create', 'addresses.allocate', 'addresses.attach', 'gateways.resize'],
    code: 'unavailable',
    tells: /sold out/,
  },
  'tencent-bm-v3': {
    acts: ['gateways.create', 'addresses.allocate', 'addresses.attach', 'gateways.resize'],
    code: 'unavailable',
    tells: /sold out/,
  },
  'tencent-vpc': {
    acts: ['gateways.create', 'addresses.allocate', 'gateways.resize'],
    code: 'unavailable',
    tells: /sold out/,
  },
};

describe('what is sold out', () => {
  const soldOutCases = Object.entries(soldOut).flatMap(([wire, { acts, ...ending }]) =>
    acts.map((act) => ({ wire, act, ending })),
  );

  it.each(soldOutCases)('is refused at once, with a remedy: $wire, $act', async ({ ending, ...scene }) => {
    const { error, census, struck } = await play(scene, { kind: 'out-of-stock', count: 1 });
    const { code, tells } = ending;
    expect(struck).toBe(true);
    expect(error).toMatchObject({ code, outcome: 'none', retryable: false });
    expect(error?.remedy).toMatch(tells);
    expect(census).toBe(await before(scene));
  });
});
