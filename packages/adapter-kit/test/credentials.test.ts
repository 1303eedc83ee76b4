import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Expiring, fromCommand, fromEnvironment, fromProfile, NatError } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { type CredentialDefinition, resolveCredentials } from '../src/index.ts';
import { failureFrom } from './inside.ts';

interface Keys {
  readonly id: string;
  readonly token?: string;
}

const definition: CredentialDefinition<Keys> = {
  fields: { id: {}, token: { optional: true } },
  variables: [{ id: 'FLUFFY_KEY_ID', token: 'FLUFFY_TOKEN' }],
  profile: {
    files: [
      {
        path: '~/.fluffy/config.json',
        layout: 'list',
        usual: 'default',
        fields: { id: 'key_id', token: 'token' },
        modes: { Key: ['id'], Temporary: ['id', 'token'] },
      },
      { path: '~/.fluffy/credentials', layout: 'sections', usual: 'default', fields: { id: 'id' } },
      { path: '~/.fluffy/NAME.key', layout: 'single', usual: 'default', fields: { id: 'id' } },
    ],
    remedy: 'run `fluffy configure`',
  },
};
/** Surroundings without any credentials. */
const inNowhere = { environment: {}, home: '/nowhere' };
const minute = 60_000;

/** Answers with numbered keys that live as long as told, and counts how often it was asked. */
function mint(lives: () => number | undefined) {
  let asked = 0;
  const ask = async (): Promise<Keys & Expiring> => {
    asked += 1;
    const expires = lives();
    return { id: `key-${asked}`, ...(expires !== undefined && { expires }) };
  };
  return Object.assign(ask, { asked: () => asked });
}

describe('resolveCredentials', () => {
  it('hands out keys that were given as they are', async () => {
    const keys = resolveCredentials(definition, { id: 'given' }, inNowhere);
    expect(await keys()).toEqual({ id: 'given' });
  });

  it('reads the environment when told to', async () => {
    const environment = { FLUFFY_KEY_ID: 'variable', FLUFFY_TOKEN: '' };
    const keys = resolveCredentials(definition, fromEnvironment(), { environment });
    expect(await keys()).toEqual({ id: 'variable' });
  });

  it.each([
    ['the variables', fromEnvironment(), 'FLUFFY_KEY_ID'],
    ['the file', fromProfile(), '~/.fluffy/config.json'],
    ['the profile', fromProfile('work'), '"work"'],
  ])('names %s where there was nothing, with a remedy', async (_name, source, told) => {
    const error = await failureFrom(resolveCredentials(definition, source, inNowhere)());
    expect(error.code).toBe('unauthenticated');
    expect(error.message).toContain(told);
    expect(error.remedy).toMatch(/pass credentials/);
  });

  it('asks a function once for many callers', async () => {
    const ask = mint(() => undefined);
    const keys = resolveCredentials(definition, ask, inNowhere);
    const all = await Promise.all([keys(), keys(), keys()]);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(['key-1']));
    expect(ask.asked()).toBe(1);
  });

  it('fetches new keys shortly before the old ones end, without making anybody wait', async () => {
    const clock = manualClock();
    const ask = mint(() => clock.now() + 60 * minute);
    const keys = resolveCredentials(definition, ask, { clock });
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
    const keys = resolveCredentials(definition, ask, { clock });
    await keys();
    await clock.advance(61 * minute);
    expect((await keys()).id).toBe('key-2');
  });

  it('lives on with keys that still hold when new ones cannot be had', async () => {
    const clock = manualClock();
    let asked = 0;
    const ask = async (): Promise<Keys & Expiring> => {
      asked += 1;
      if (asked > 1) throw new Error('token service down');
      return { id: 'key-1', expires: clock.now() + 60 * minute };
    };
    const keys = resolveCredentials(definition, ask, { clock });
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
    const ask = async (): Promise<Keys & Expiring> => {
      asked += 1;
      if (asked === 1) throw new NatError('unauthenticated', 'not yet');
      return { id: 'late' };
    };
    const keys = resolveCredentials(definition, ask, inNowhere);
    expect((await failureFrom(keys())).plain).toBe('not yet');
    expect(await keys()).toEqual({ id: 'late' });
  });

  it('does not wait for ever for a function that never answers, and leaves no timer', async () => {
    const clock = manualClock();
    const keys = resolveCredentials(definition, () => new Promise(() => undefined), { clock });
    const outcome = failureFrom(keys());
    await clock.advance(31_000);
    expect((await outcome).message).toContain('within 30 s');
    expect(clock.sleeping).toBe(0);
  });

  it('does not press a source that fails while the keys it gave still hold', async () => {
    const clock = manualClock();
    let asked = 0;
    const ask = async (): Promise<Keys & Expiring> => {
      asked += 1;
      if (asked > 1) throw new Error('the token service is down');
      return { id: 'held', expires: clock.now() + 6 * minute };
    };
    const keys = resolveCredentials(definition, ask, { clock });
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

async function inHome<T>(
  files: Readonly<Record<string, string>>,
  read: (home: string) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'polynat-fluffy-'));
  try {
    await mkdir(join(home, '.fluffy'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(home, '.fluffy', name), text);
    return await read(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

describe('a profile', () => {
  const files = {
    'config.json': JSON.stringify({
      current: 'work',
      profiles: [
        { name: 'default', key_id: 'default' },
        { name: 'work', mode: 'Key', key_id: 'work', token: 'left-over' },
        { name: 'temporary', mode: 'Temporary', key_id: 'temporary', token: 'token' },
        { name: 'role', mode: 'Role', key_id: 'role' },
        { name: 'empty', key_id: '' },
      ],
    }),
    credentials: '[Older]\r\nid = older=\r\n[other]\nid=other\n',
    'single.key': JSON.stringify({ id: 'single', expiresAt: 1 }),
  };
  const profile = (name?: string) =>
    inHome(files, (home) => resolveCredentials(definition, fromProfile(name), { home })());

  it.each([
    [undefined, { id: 'work' }],
    ['default', { id: 'default' }],
    ['temporary', { id: 'temporary', token: 'token' }],
    ['older', { id: 'older=' }],
    ['single', { id: 'single' }],
  ])('named %s is read from the first file that has it', async (name, keys) => {
    expect(await profile(name)).toEqual(keys);
  });

  it.each(['nobody', 'empty'])('named %s has none', async (name) => {
    expect(await failureFrom(profile(name))).toMatchObject({ code: 'unauthenticated' });
  });

  it('is read once', () =>
    inHome(files, async (home) => {
      const keys = resolveCredentials(definition, fromProfile(), { home });
      await keys();
      await rm(join(home, '.fluffy', 'config.json'));
      expect(await keys()).toEqual({ id: 'work' });
    }));

  it('of a mode that needs further calls is refused', async () => {
    const error = await failureFrom(profile('role'));
    expect([error.code, error.message]).toEqual(['unauthenticated', expect.stringContaining('mode Role')]);
    expect(error.remedy).toMatch(/mode Key or Temporary/);
  });

  it('cannot name a file elsewhere', async () => {
    expect(await failureFrom(profile('../x'))).toMatchObject({ field: 'credentials.profile' });
  });
});

/** Everything a console shows of an error: its text, its fields and the chain of its causes. */
const shown = (error: unknown): string => inspect(error, { depth: 10, showHidden: true });

describe('no error shows a secret that was read', () => {
  const secret = 'hush-4711';

  it.each([
    ['config.json', `{"profiles":[{"key_id":"${secret}"`],
    [
      'config.json',
      `{"profiles":[{"name":"default","key_id":"${secret} ","mode":"Key"}],"current":"default"}`,
    ],
    ['config.json', `{"profiles":[{"name":"default","key_id":"x","mode":"${secret.repeat(3)}"}]}`],
    ['config.json', `"${secret}"`],
    ['default.key', `{"id": ${secret}}`],
  ])('in %s with %j', async (file, text) => {
    const read = inHome({ [file]: text }, (home) =>
      resolveCredentials(definition, fromProfile(), { home })(),
    );
    expect(shown(await failureFrom(read))).not.toContain(secret);
  });

  it.each([
    ['half an object', `{"id":"${secret}"`],
    ['text', secret],
    ['a field of another name', JSON.stringify({ [secret]: 'id' })],
    ['a value that is no key', JSON.stringify({ id: `${secret} ` })],
  ])('printed by a command: %s', async (_what, output) => {
    const command = fromCommand(process.execPath, '-e', 'process.stdout.write(process.argv[1])', output);
    const error = await failureFrom(resolveCredentials(definition, command)());
    expect(error.code).toBe('unauthenticated');
    expect(shown(error)).not.toContain(secret);
  });

  it('printed by a command that fails', async () => {
    const script = `console.error("${secret}"); process.exit(3)`;
    const error = await failureFrom(
      resolveCredentials(definition, fromCommand(process.execPath, '-e', script))(),
    );
    expect(error.message).toContain('it ended with 3');
    expect(shown(error)).not.toContain(secret);
  });

  it.each([
    ['text that is not JSON', async () => JSON.parse(`{"id":${secret}}`)],
    ['what is no object', async () => JSON.parse(`"${secret}"`)],
    ['a key with a space', async () => ({ id: `${secret} ` })],
    [
      'the cause of an error',
      async () => {
        throw new Error('the token service is down', { cause: new Error(secret) });
      },
    ],
  ])('got by a function: %s', async (_what, ask) => {
    const error = await failureFrom(resolveCredentials(definition, ask)());
    expect(shown(error)).not.toContain(secret);
  });
});

describe('a command', () => {
  const printing = (keys: object) =>
    resolveCredentials(
      definition,
      fromCommand(process.execPath, '-e', 'console.log(process.argv[1])', JSON.stringify(keys)),
    );

  it('prints the keys as one JSON object', async () => {
    expect(await printing({ id: 'printed', token: 'token' })()).toEqual({ id: 'printed', token: 'token' });
  });

  it.each([
    ['Expiration', '2030-01-01T00:00:00Z'],
    ['expiration', '2030-01-01T08:00:00+08:00'],
    ['ExpiredTime', Date.UTC(2030, 0, 1) / 1_000],
    ['expires', Date.UTC(2030, 0, 1)],
  ])('may print more, and %s as other tools spell it', async (name, expiry) => {
    expect(await printing({ Version: 1, id: 'printed', [name]: expiry })()).toEqual({
      id: 'printed',
      expires: Date.UTC(2030, 0, 1),
    });
  });

  it.each([
    ['[1]', 'it printed JSON that is not an object'],
    ['{"id":', 'what it printed is not JSON'],
    [' ', 'it printed nothing'],
    ['{"id":"a","Expiration":"soon"}', 'must be a date such as'],
  ])('that prints %j is told what is wrong', async (output, fault) => {
    const command = fromCommand(process.execPath, '-e', 'process.stdout.write(process.argv[1])', output);
    expect((await failureFrom(resolveCredentials(definition, command)())).message).toContain(fault);
  });

  it('says when they end, as a date', async () => {
    expect(await printing({ id: 'printed', expires: '2030-01-01T00:00:00Z' })()).toMatchObject({
      expires: Date.UTC(2030, 0, 1),
    });
  });

  it('that does not exist is told', async () => {
    const error = await failureFrom(resolveCredentials(definition, fromCommand('no-such-program'))());
    expect(error.message).toContain('there is no such program');
  });
});

it('leaves out what a token service answers beside the credentials', async () => {
  const ask = async () => ({ id: 'id', token: 'token', Expiration: '2030-01-01' });
  expect(await resolveCredentials(definition, ask)()).toEqual({ id: 'id', token: 'token' });
});
