import { fromEnvironment, fromProfile, NatError } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { resolveCredentials } from '../src/index.ts';
import { failureFrom } from './inside.ts';

interface Keys {
  readonly id: string;
  readonly expires?: number;
}

const named = { environment: 'FLUFFY_KEY_ID and FLUFFY_KEY', profile: '~/.fluffy/config.json' };
const empty = { environment: () => undefined, profile: async () => undefined, named };
const minute = 60_000;

/** Answers with numbered keys that live as long as told, and counts how often it was asked. */
function mint(lives: () => number | undefined) {
  let asked = 0;
  const ask = async (): Promise<Keys> => {
    asked += 1;
    const expires = lives();
    return { id: `key-${asked}`, ...(expires !== undefined && { expires }) };
  };
  return Object.assign(ask, { asked: () => asked });
}

describe('resolveCredentials', () => {
  it('hands out keys that were given as they are', async () => {
    const keys = resolveCredentials<Keys>({ id: 'given' }, empty);
    expect(await keys()).toEqual({ id: 'given' });
  });

  it('reads the environment when told to', async () => {
    const keys = resolveCredentials<Keys>(fromEnvironment(), {
      ...empty,
      environment: () => ({ id: 'variable' }),
    });
    expect(await keys()).toEqual({ id: 'variable' });
  });

  it('reads the named profile once', async () => {
    const names: (string | undefined)[] = [];
    const profile = async (name?: string) => {
      names.push(name);
      return { id: 'file' };
    };
    const keys = resolveCredentials<Keys>(fromProfile('work'), { ...empty, profile });
    await Promise.all([keys(), keys()]);
    await keys();
    expect(names).toEqual(['work']);
  });

  it.each([
    ['the variables', fromEnvironment(), 'FLUFFY_KEY_ID'],
    ['the file', fromProfile(), '~/.fluffy/config.json'],
    ['the profile', fromProfile('work'), '"work"'],
  ])('names %s where there was nothing, with a remedy', async (_name, source, told) => {
    const error = await failureFrom(resolveCredentials<Keys>(source, empty)());
    expect(error.code).toBe('unauthenticated');
    expect(error.message).toContain(told);
    expect(error.remedy).toMatch(/pass credentials/);
  });

  it('asks a function once for many callers', async () => {
    const ask = mint(() => undefined);
    const keys = resolveCredentials<Keys>(ask, empty);
    const all = await Promise.all([keys(), keys(), keys()]);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(['key-1']));
    expect(ask.asked()).toBe(1);
  });

  it('fetches new keys shortly before the old ones end, without making anybody wait', async () => {
    const clock = manualClock();
    const ask = mint(() => clock.now() + 60 * minute);
    const keys = resolveCredentials<Keys>(ask, { ...empty, clock });
    await keys();
    await clock.advance(54 * minute);
    expect((await keys()).id).toBe('key-1');
    await clock.advance(2 * minute);
    expect((await keys()).id).toBe('key-1');
    await clock.advance(0);
    expect((await keys()).id).toBe('key-2');
    expect(ask.asked()).toBe(2);
  });

  it('waits for new keys when the old ones have ended', async () => {
    const clock = manualClock();
    const ask = mint(() => clock.now() + 60 * minute);
    const keys = resolveCredentials<Keys>(ask, { ...empty, clock });
    await keys();
    await clock.advance(61 * minute);
    expect((await keys()).id).toBe('key-2');
  });

  it('lives on with keys that still hold when new ones cannot be had', async () => {
    const clock = manualClock();
    let asked = 0;
    const ask = async (): Promise<Keys> => {
      asked += 1;
      if (asked > 1) throw new Error('token service down');
      return { id: 'key-1', expires: clock.now() + 60 * minute };
    };
    const keys = resolveCredentials<Keys>(ask, { ...empty, clock });
    await keys();
    await clock.advance(57 * minute);
    expect((await keys()).id).toBe('key-1');
    await clock.advance(4 * minute);
    const error = await failureFrom(keys());
    expect(error.code).toBe('unauthenticated');
    expect(error.message).toContain('token service down');
  });

  it('asks again after a failure', async () => {
    let asked = 0;
    const ask = async (): Promise<Keys> => {
      asked += 1;
      if (asked === 1) throw new NatError('unauthenticated', 'not yet');
      return { id: 'late' };
    };
    const keys = resolveCredentials<Keys>(ask, empty);
    expect((await failureFrom(keys())).plain).toBe('not yet');
    expect(await keys()).toEqual({ id: 'late' });
  });

  it('does not wait for ever for a function that never answers, and leaves no timer', async () => {
    const clock = manualClock();
    const keys = resolveCredentials<Keys>(() => new Promise(() => undefined), { ...empty, clock });
    const outcome = failureFrom(keys());
    await clock.advance(31_000);
    expect((await outcome).message).toContain('within 30 s');
    expect(clock.sleeping).toBe(0);
  });

  it('does not press a source that fails while the keys it gave still hold', async () => {
    const clock = manualClock();
    let asked = 0;
    const ask = async (): Promise<Keys> => {
      asked += 1;
      if (asked > 1) throw new Error('the token service is down');
      return { id: 'held', expires: clock.now() + 6 * minute };
    };
    const keys = resolveCredentials<Keys>(ask, { ...empty, clock });
    await keys();
    await clock.advance(2 * minute);
    for (let call = 0; call < 100; call += 1) expect(await keys()).toMatchObject({ id: 'held' });
    expect(asked).toBe(2);
    await clock.advance(minute);
    await keys();
    expect(asked).toBe(3);
    await clock.advance(4 * minute);
    expect((await failureFrom(keys())).code).toBe('unauthenticated');
  });
});
