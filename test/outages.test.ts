import type { FaultInput } from '@polynat/emulator';
import { describe, expect, it } from 'vitest';
import { before, calm, cases, play } from './faults/play.ts';

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
    expect(census).toBe(await before(scene));
  });
});

describe('as long as the cloud refuses for load', () => {
  it.each(cases)('the caller learns that nothing happened: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, { kind: 'throttle', retryAfter: 30 });
    expect(error).toMatchObject({ code: 'timeout', outcome: 'none', retryable: true });
    expect(error?.message).toMatch(/\[throttled\]/);
    expect(error?.remedy).toMatch(/`within`/);
    expect(census).toBe(await before(scene));
  });
});

describe('as long as every answer is lost', () => {
  const single = cases.filter(({ act }) => !act.endsWith('.addAll'));

  it.each(single)('it happens once, and no success is claimed unseen: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, { kind: 'reset-after' });
    if (error) expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
    expect(census).toBe(await calm(scene));
  });
});

/** Every cloud tells its time with the refusal, and the next attempt is signed by it. */
describe("while the cloud's clock is two hours ahead", () => {
  const skewed = { kind: 'clock-skew', seconds: 7_200 } as const;

  it.each(cases)('it happens all the same: $wire, $act', async (scene) => {
    const { error, census } = await play(scene, skewed);
    expect(error).toBeUndefined();
    expect(census).toBe(await calm(scene));
  });
});
