import type { FaultInput } from '@polynat/emulator';
import { describe, expect, it } from 'vitest';
import { before, calm, cases, play } from './faults/play.ts';

it.each(cases)('$wire: $act changes what stands', async (scene) => {
  expect(await calm(scene)).not.toBe(await before(scene));
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
    expect(census).toBe(await calm(scene));
  });
});
