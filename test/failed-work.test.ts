import type { ErrorCode } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type ActName, actNames, operations } from './faults/acts.ts';
import { before, type Case, cases, play } from './faults/play.ts';
import type { WireName } from './faults/stage.ts';

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
  'tencent-vpc': [...gatewayWork, 'allocate', 'release'],
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

/** Tencent Cloud reports a failed task or gateway, Baidu a failed gateway; Alibaba only shows that things are as they were. */
function endingOf({ wire, act }: Case): Ending {
  if (wire === 'tencent-vpc' && (act === 'create' || act === 'delete'))
    return { code: 'internal', tells: /is (PENDFAILURE|DELETEFAILURE)/ };
  if (wire === 'tencent-vpc') return { code: 'internal', tells: /task [\da-f-]+ failed: / };
  if (wire !== 'alibaba' && wire !== 'baidu') return { code: 'internal', tells: /task \d+ failed: / };
  if (wire === 'baidu' && act !== 'allocate') return { code: 'internal', tells: /is in state error/ };
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
  'tencent-vpc': { acts: ['create', 'allocate', 'resize'], code: 'unavailable', tells: /sold out/ },
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
      expect(census).toBe(await before(scene));
    },
  );
});
