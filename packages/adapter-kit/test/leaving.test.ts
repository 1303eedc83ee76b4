import { NatError } from '@polynat/core';
import { expect, it } from 'vitest';
import { passesOnceFree, type Whereabouts, whereaboutsOf } from '../src/index.ts';

const inUse = new NatError('conflict', 'the address is in use');

const seeing = (...all: readonly (Whereabouts | undefined)[]) => {
  const left = [...all];
  return passesOnceFree(async () => left.shift());
};

it('passes for as long as the public IP is leaving', async () => {
  const passes = seeing('leaving', 'leaving', 'held');
  expect([await passes(inUse), await passes(inUse), await passes(inUse)]).toEqual([true, true, false]);
});

it('passes once for a public IP that is free, since a second refusal has another reason', async () => {
  const passes = seeing('free', 'free');
  expect([await passes(inUse), await passes(inUse)]).toEqual([true, false]);
});

it('does not pass where the key may not see the public IP, and does not look after other refusals', async () => {
  expect(await seeing(undefined)(inUse)).toBe(false);
  const unseen = passesOnceFree(async () => Promise.reject(new Error('looked')));
  expect(await unseen(new NatError('quota-exceeded', 'too many'))).toBe(false);
  expect(await unseen(inUse.with({ outcome: 'unknown' }))).toBe(false);
});

it('takes several public IPs for what the worst of them is', () => {
  expect(whereaboutsOf(['free', 'leaving', 'held'])).toBe('held');
  expect(whereaboutsOf(['free', 'leaving'])).toBe('leaving');
  expect(whereaboutsOf(['free', 'free'])).toBe('free');
  expect(whereaboutsOf([])).toBeUndefined();
});
