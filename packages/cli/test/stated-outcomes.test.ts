import { expect, it } from 'vitest';
import { statedOutcomes } from '../src/migrating/stated-outcomes.ts';

it('reads what the user says about steps, split at the last equals sign', () => {
  expect(
    statedOutcomes({ left: ['allocate/203.0.113.1=eip-1', 'snat/0=none'], handled: ['verify'], by: 'ops' }),
  ).toEqual({
    left: { 'allocate/203.0.113.1': 'eip-1', 'snat/0': 'none' },
    handled: ['verify'],
    by: 'ops',
  });
  expect(statedOutcomes({})).toEqual({});
});

it.each([
  [{ left: ['allocate/1'], by: 'ops' }, /must be STEP=ID/],
  [{ left: ['allocate/1=eip-1'] }, /--by is required/],
  [{ handled: ['allocate/1'] }, /--by is required/],
])('refuses %j', (options, message) => {
  expect(() => statedOutcomes(options)).toThrow(message);
});
