import type { ErrorCode } from '@polynat/core';
import type { FaultInput } from '@polynat/emulator';
import { describe, expect, it } from 'vitest';
import { type ActName, actNames, operations } from './faults/acts.ts';
import { before, type Case, calm, play } from './faults/play.ts';
import { type WireName, wires } from './faults/stage.ts';

const cases: readonly Case[] = wires.flatMap((wire) =>
  actNames.filter((act) => operations[wire][act] !== undefined).map((act) => ({ wire, act })),
);

it.each(cases)('$wire: $act changes what stands', async (scene) => {
  expect(await calm(scene)).not.toEqual(await before(scene));
});

/** Mishaps on the way of one request, which nobody but the adapter needs to know of. */
const mishaps: Readonly<Record<string, FaultInput>> = {
  'is cut off before it arrives': { kind: 'reset-before' },
  'is carried out and its answer lost': { kind: 'reset-after' },
  'meets a breakdown': { kind: 'server-error' },
  'is carried out and answered with a breakdown': { kind: 'server-error', committed: true },
  'is carried out and answered by half': { kind: 'truncate' },
  'is answered by a proxy': { kind: 'html' },
  'is carried out and answered by a proxy': { kind: 'html', committed: true },
  'is refused for load': { kind: 'throttle', retryAfter: 3 },
  'is answered late': { kind: 'slow', delay: 5 },
};

describe.each(Object.entries(mishaps))('a request that %s', (_, fault) => {
  it.each(cases)('happens once: $wire, $act', async (scene) => {
    const { error, census, struck } = await play(scene, { ...fault, count: 1 });
    expect(error).toBeUndefined();
    expect(struck).toBe(true);
    expect(census).toEqual(await calm(scene));
  });
});

/** Outages that last: the write did not happen, but nobody on this side can know. */
const outages: Readonly<Record<string, FaultInput>> = {
  'connections are cut': { kind: 'reset-before' },
  'the cloud is broken': { kind: 'server-error' },
  'a proxy answers in its place': { kind: 'html' },
};

describe.each(Object.entries(outages))('as long as %s', (_, fault) => {
  it.each(cases)('the caller is told to look first: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, fault);
    expect(error).toMatchObject({ outcome: 'unknown', remedy: expect.stringMatching(/before you repeat/) });
    expect(['unavailable', 'protocol']).toContain(error?.code);
    expect(census).toEqual(await before(scene));
  });
});

describe('as long as the cloud refuses for load', () => {
  it.each(cases)('the caller learns that nothing happened: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, { kind: 'throttle', retryAfter: 30 });
    expect(error).toMatchObject({ code: 'timeout', outcome: 'none', retryable: true });
    expect(error?.message).toMatch(/\[throttled\]/);
    expect(error?.remedy).toMatch(/`within`/);
    expect(census).toEqual(await before(scene));
  });
});

describe('as long as every answer is lost', () => {
  const single = cases.filter(({ act }) => !act.startsWith('add all'));

  it.each(single)('it happens once, and no success is claimed unseen: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, { kind: 'reset-after' });
    if (error) expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
    expect(census).toEqual(await calm(scene));
  });
});

/** The signature of Alibaba is right only by the clock of this machine; the others learn what time it is from the refusal. */
describe("while the cloud's clock is two hours ahead", () => {
  const isDeaf = ({ wire }: Case) => wire === 'alibaba';
  const skewed = { kind: 'clock-skew', seconds: 7_200 } as const;

  it.each(cases.filter((scene) => !isDeaf(scene)))('it happens all the same: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, skewed);
    expect(error).toBeUndefined();
    expect(census).toEqual(await calm(scene));
  });

  it.each(cases.filter(isDeaf))('it is refused, with a remedy: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, skewed);
    expect(error).toMatchObject({ code: 'unauthenticated', outcome: 'none' });
    expect(error?.remedy).toMatch(/set the clock/);
    expect(census).toEqual(await before(scene));
  });
});

interface Ending {
  readonly code: ErrorCode;
  readonly tells: RegExp;
}

const gatewayWork = ['create', 'attach', 'detach', 'resize', 'delete'] as const;

/** What is done step by step in the cloud, and so can stick or fail half way. */
const worked: { readonly [W in WireName]: readonly ActName[] } = {
  alibaba: actNames.filter((act) => act !== 'allocate' && act !== 'renew'),
  baidu: [...gatewayWork, 'allocate'],
  'tencent-bm': actNames.filter((act) => operations['tencent-bm'][act]),
  'tencent-bm-v3': actNames.filter((act) => operations['tencent-bm-v3'][act]),
};
const workedCases = cases.filter(({ wire, act }) => worked[wire].includes(act));

describe('work that never ends', () => {
  it.each(workedCases)('runs into the deadline, telling what was seen: $wire, $act', async (scene) => {
    const { error, struck } = await play(scene, { kind: 'stuck', count: 1 });
    expect(struck).toBe(true);
    expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' });
    expect(error?.message).toMatch(/; saw (?!nothing)/);
    expect(error?.remedy).toMatch(/look at the resource/);
  });
});

/** Bare metal reports a failed task, Baidu a failed gateway; Alibaba only shows that things are as they were. */
function endingOf({ wire, act }: Case): Ending {
  if (wire !== 'alibaba' && wire !== 'baidu') return { code: 'internal', tells: /task \d+ failed: / };
  if (wire === 'baidu' && act !== 'allocate') return { code: 'internal', tells: /is in state error/ };
  if (/^add/.test(act)) return { code: 'not-found', tells: /has disappeared while it was being changed/ };
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

/** What can be sold out, and how each cloud says so. */
const soldOut: { readonly [W in WireName]: Ending & { readonly acts: readonly ActName[] } } = {
  alibaba: { acts: ['create'], code: 'failed-precondition', tells: /vSwitch in another zone/ },
  baidu: {
    acts: ['create', 'allocate', 'attach', 'resize'],
    code: 'quota-exceeded',
    tells: /raise the quota/,
  },
  'tencent-bm': { acts: ['create', 'allocate', 'attach', 'resize'], code: 'unavailable', tells: /sold out/ },
  'tencent-bm-v3': {
    acts: ['create', 'allocate', 'attach', 'resize'],
    code: 'unavailable',
    tells: /sold out/,
  },
};

describe('what is sold out', () => {
  it.each(cases.filter(({ wire, act }) => soldOut[wire].acts.includes(act)))(
    'is refused at once, with a remedy: $wire, $act',
    async (scene) => {
      const { error, census, struck } = await play(scene, { kind: 'out-of-stock', count: 1 });
      const { code, tells } = soldOut[scene.wire];
      expect(struck).toBe(true);
      expect(error).toMatchObject({ code, outcome: 'none', retryable: false });
      expect(error?.remedy).toMatch(tells);
      expect(census).toEqual(await before(scene));
    },
  );
});
