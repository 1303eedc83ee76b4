import { describe, expect, test } from 'vitest';
import { parseAddress, parseCidr } from '../src/common/ipv4.ts';
import { TokenMemory } from '../src/common/token-memory.ts';

describe('a token memory', () => {
  const memory = (rules: { renewed?: boolean; perOperation?: boolean; strict?: boolean }) => {
    const clock = { now: 0 };
    const tokens = new TokenMemory<string>({
      lifetime: 10,
      now: () => clock.now,
      renewed: false,
      perOperation: false,
      strict: false,
      refuse() {
        throw new Error('token reused');
      },
      ...rules,
    });
    const call = (operation: string, fingerprint: string, outcome: string) =>
      tokens.once({ token: 'T', operation, fingerprint }, () => outcome);
    return { clock, call, tokens };
  };

  test('answers a repeated call with the first outcome, and refuses another call under its token', () => {
    const { call } = memory({});

    expect(call('Create', 'a', 'one')).toBe('one');
    expect(call('Create', 'a', 'two')).toBe('one');
    expect(() => call('Create', 'b', 'three')).toThrow('token reused');
  });

  test('lets each operation have a call under a token where the cloud does', () => {
    const { call } = memory({ perOperation: true });

    expect(call('Create', 'a', 'created')).toBe('created');
    expect(call('Delete', 'b', 'deleted')).toBe('deleted');
  });

  test('refuses a second operation under a token when it is strict, even after a refused call', () => {
    const { call, tokens } = memory({ perOperation: true, strict: true });
    const refused = () => {
      throw new Error('quota');
    };

    expect(() => tokens.once({ token: 'T', operation: 'Create', fingerprint: 'a' }, refused)).toThrow(
      'quota',
    );

    expect(() => call('Delete', 'b', 'deleted')).toThrow('token reused');
    expect(call('Create', 'c', 'created')).toBe('created');
  });

  test('keeps an outcome for its lifetime since the first use, or since the last', () => {
    const fixed = memory({});
    const renewed = memory({ renewed: true });
    for (const { clock, call } of [fixed, renewed]) {
      call('Create', 'a', 'first');
      clock.now = 6;
      call('Create', 'a', 'again');
      clock.now = 12;
    }

    expect(fixed.call('Create', 'a', 'new')).toBe('new');
    expect(renewed.call('Create', 'a', 'new')).toBe('first');
  });
});

test.each([
  ['10.0.0.0/8', { first: 0x0a00_0000, last: 0x0aff_ffff, prefix: 8 }],
  ['255.255.255.255/32', { first: 0xffff_ffff, last: 0xffff_ffff, prefix: 32 }],
  ['10.0.0.1/8', undefined],
  ['10.0.0.0/08', undefined],
  ['10.0.0.0', undefined],
  ['10.0.0.0/8/8', undefined],
])('the CIDR block %s is read as %j', (text, cidr) => {
  expect(parseCidr(text)).toEqual(cidr);
});

test('an octet with a leading zero is refused, as it may mean octal', () => {
  expect(parseAddress('010.0.0.1')).toBeUndefined();
});
