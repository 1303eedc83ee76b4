import { readFileSync, writeFileSync } from 'node:fs';
import { open, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '@polynat/core';
import { fileStore, type JournalSession, type Json } from '@polynat/engine';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { headerLine, type SegmentOwner } from '../src/file/header.ts';
import { encodeLine } from '../src/file/line.ts';
import { ownMark } from '../src/file/presence.ts';
import { LineWriter } from '../src/file/segment.ts';
import { inDirectory } from './directory.ts';

const address = { kind: 'run', name: 'r' } as const;
const longAgo = new Date(Date.now() - 60_000);

interface Site {
  readonly directory: string;
  readonly segment: (epoch: number) => string;
  /** Another process at the same directory. */
  readonly connect: (heartbeatClock?: Clock) => JournalSession;
}

function onSite<T>(work: (site: Site) => Promise<T>): Promise<T> {
  return inDirectory(async (directory) => {
    const sessions: JournalSession[] = [];
    const connect = (heartbeatClock: Clock = manualClock()) => {
      const session = fileStore(directory, { heartbeatClock }).connect(systemClock);
      sessions.push(session);
      return session;
    };
    const segment = (epoch: number) => join(directory, 'run-r', `${epoch}.jsonl`);
    return work({ directory, segment, connect }).finally(() =>
      Promise.all(sessions.map((session) => session.close())),
    );
  });
}

async function take(session: JournalSession, epoch: number) {
  const segment = await session.take(address, epoch, { carry: true });
  if (!segment) throw new Error(`segment ${epoch + 1} is taken`);
  return segment;
}

async function written(session: JournalSession, epoch: number, lines: readonly Json[]) {
  const segment = await take(session, epoch);
  for (const line of lines) await segment.append(line);
  return segment;
}

describe('a journal on disk', () => {
  it('is there for the next process, which carries it on in a segment of its own', async () => {
    await onSite(async ({ connect }) => {
      const first = await written(connect(), 0, ['a', 'b']);
      await first.close();
      const second = await take(connect(), 1);
      await second.append('c');
      await second.close();
      expect(second.carried).toEqual(['a', 'b']);
      expect(await connect().read(address)).toMatchObject({ epoch: 2, lines: ['a', 'b', 'c'] });
    });
  });

  it('goes to exactly one of many who want the next segment', async () => {
    await onSite(async ({ connect }) => {
      const taken = await Promise.all(
        Array.from({ length: 8 }, () => connect().take(address, 0, { carry: true })),
      );
      const winners = taken.filter((segment) => segment !== undefined);
      expect(winners).toHaveLength(1);
      await winners[0]?.close();
    });
  });

  it('refuses what the owner of an earlier segment writes, and what it wrote does not count', async () => {
    await onSite(async ({ connect, segment }) => {
      const zombie = await written(connect(), 0, ['a']);
      const heir = await take(connect(), 1);
      await expect(zombie.confirm()).rejects.toMatchObject({ code: 'conflict' });
      await expect(zombie.append('late')).rejects.toMatchObject({ code: 'conflict' });
      expect(await readFile(segment(1), 'utf8')).not.toContain('late');
      await heir.append('b');
      expect(await connect().read(address)).toMatchObject({ lines: ['a', 'b'] });
      await Promise.all([zombie.close(), heir.close()]);
    });
  });

  it('does not count a line that was written while somebody took over: the heir may not have read it', async () => {
    await inDirectory(async (directory) => {
      const [path, successor] = [join(directory, '1.jsonl'), join(directory, '2.jsonl')];
      const handle = await open(path, 'ax');
      const writer = new LineWriter({ handle, path, successor, fenced: () => new Error('fenced') });
      const late = expect(writer.append('late')).rejects.toThrow('fenced');
      await Promise.resolve();
      expect(readFileSync(path, 'utf8')).toContain('late');
      writeFileSync(successor, '');
      await late;
      await writer.close();
    });
  });

  it('stores lines that arrive together with one synchronisation, in their order', async () => {
    await onSite(async ({ connect }) => {
      const segment = await take(connect(), 0);
      const lines = Array.from({ length: 200 }, (_, index) => index);
      await Promise.all(lines.map((line) => segment.append(line)));
      expect(await connect().read(address)).toMatchObject({ lines });
      await segment.close();
    });
  });

  it('takes no line after it was closed', async () => {
    await onSite(async ({ connect }) => {
      const segment = await written(connect(), 0, ['a']);
      await segment.close();
      await expect(segment.append('b')).rejects.toMatchObject({ code: 'conflict' });
    });
  });

  it('is a prefix of what was written wherever the file ends', async () => {
    await onSite(async ({ connect, segment }) => {
      await (await written(connect(), 0, ['carried'])).close();
      const lines: readonly Json[] = ['carried', { type: 'done', name: 'ü' }, [1, 2, 3]];
      await (await written(connect(), 1, lines.slice(1))).close();
      const whole = await readFile(segment(2));
      const reader = connect();
      for (let length = whole.length; length >= 0; length--) {
        await truncate(segment(2), length);
        const read = (await reader.read(address))?.lines ?? [];
        expect(read, `cut at ${length}`).toEqual(lines.slice(0, read.length));
        expect(read.length).toBeGreaterThan(0);
      }
    });
  });

  it('falls back to the segment before when its newest was damaged at the beginning', async () => {
    await onSite(async ({ connect, segment }) => {
      await (await written(connect(), 0, ['a'])).close();
      await (await written(connect(), 1, ['b'])).close();
      await writeFile(segment(2), 'damaged');
      await utimes(segment(2), longAgo, longAgo);
      const found = await connect().read(address);
      expect(found).toEqual({ epoch: 2, lines: ['a'], alive: false, arriving: false });
      const heir = await take(connect(), 2);
      expect(heir.carried).toEqual(['a']);
      await heir.close();
    });
  });

  const damages = [
    ['in its middle', 4],
    ['in its header', 1],
    ['in what it carries', 2],
    ['in a last line that was complete', 5],
  ] as const;

  it.each(damages)('is refused, with file and line, when it was damaged %s', async (_where, line) => {
    await onSite(async ({ connect, segment }) => {
      await (await written(connect(), 0, ['a', 'b', 'c'])).close();
      const lines = (await readFile(segment(1), 'utf8')).split('\n');
      const damaged = lines.map((text, index) => (index === line - 1 ? text.replace(/.$/, '#') : text));
      await writeFile(segment(1), damaged.join('\n'));
      const refusal = {
        code: 'failed-precondition',
        message: expect.stringContaining(`${segment(1)} is damaged at line ${line}`),
        remedy: expect.stringContaining('backup'),
      };
      await expect(connect().read(address)).rejects.toMatchObject(refusal);
      await expect(connect().take(address, 1, { carry: true })).rejects.toMatchObject(refusal);
    });
  });

  it('is refused when the file of another segment lies in its place', async () => {
    await onSite(async ({ connect, segment }) => {
      await (await written(connect(), 0, ['a'])).close();
      await writeFile(segment(2), await readFile(segment(1)));
      await expect(connect().read(address)).rejects.toMatchObject({ code: 'failed-precondition' });
    });
  });

  it('is not read, and not mistaken for an empty one, when a newer release wrote it', async () => {
    await onSite(async ({ connect, segment }) => {
      await (await written(connect(), 0, ['a'])).close();
      await writeFile(segment(1), encodeLine({ format: 2, shape: 'new' }, 0).text);
      await expect(connect().read(address)).rejects.toMatchObject({ code: 'failed-precondition' });
    });
  });

  it('keeps names apart that a file system might take for the same', async () => {
    await onSite(async ({ connect, directory }) => {
      const names = ['Shop', 'shop', 'con', '../up', 'a/b', 'a b', '..', 'ü', '%53hop'];
      const session = connect();
      for (const name of names)
        await (await session.take({ kind: 'run', name }, 0, { carry: true }))?.close();
      const listed = await session.list('run');
      expect(listed.names.toSorted()).toEqual(names.toSorted());
      expect(listed.strange).toEqual([]);
      expect((await session.list('lock')).names).toEqual([]);
      const folders = (await readdir(directory)).map((folder) => folder.toLowerCase());
      expect(new Set(folders).size).toBe(names.length + 1);
    });
  });

  it.each(['', 'x'.repeat(201)])('refuses a name that makes no file name', async (name) => {
    await onSite(async ({ connect }) => {
      const refusal = { code: 'invalid-argument', field: 'id' };
      await expect(connect().read({ kind: 'run', name })).rejects.toMatchObject(refusal);
    });
  });
});

describe('an owner', () => {
  it('is alive for others, not for itself, while it holds a segment', async () => {
    await onSite(async ({ connect }) => {
      const session = connect();
      const segment = await take(session, 0);
      expect(await connect().read(address)).toMatchObject({ alive: true, owner: { pid: process.pid } });
      expect(await session.read(address)).toMatchObject({ alive: false });
      await segment.close();
      expect(await connect().read(address)).toMatchObject({ alive: false });
    });
  });

  it('counts as gone after half a minute without a heartbeat, however alive its process looks', async () => {
    await onSite(async ({ connect, directory }) => {
      const segment = await take(connect(), 0);
      await ageHeartbeats(directory, 31_000);
      expect(await connect().read(address)).toMatchObject({ alive: false });
      await segment.close();
    });
  });

  it('stays alive as long as it keeps beating', async () => {
    await onSite(async ({ connect, directory }) => {
      const clock = manualClock();
      const segment = await take(connect(clock), 0);
      await ageHeartbeats(directory, 29_000);
      expect(await connect().read(address)).toMatchObject({ alive: true });
      await ageHeartbeats(directory, 31_000);
      await clock.advance(5_000);
      await waitForFreshHeartbeat(directory);
      expect(await connect().read(address)).toMatchObject({ alive: true });
      await segment.close();
      expect(clock.sleeping).toBe(0);
    });
  });

  it.each([
    ['has slept', 31_000],
    ['has had its clock set back', -3_600_000],
  ])('beats before it goes on when it %s', async (_how, jump) => {
    await onSite(async ({ connect, directory }) => {
      const clock = frozenClock();
      const segment = await take(connect(clock), 0);
      await ageHeartbeats(directory, 31_000);
      expect(await connect().read(address)).toMatchObject({ alive: false });
      clock.jump(jump);
      await segment.confirm();
      expect(await connect().read(address)).toMatchObject({ alive: true });
      await segment.close();
    });
  });

  it('who has slept may do nothing more when it cannot show that it lives', async () => {
    await onSite(async ({ connect, directory }) => {
      const clock = frozenClock();
      const segment = await take(connect(clock), 0);
      await rm(join(directory, 'alive'), { recursive: true });
      await writeFile(join(directory, 'alive'), 'a file where the folder was');
      await segment.confirm();
      clock.jump(31_000);
      await expect(segment.confirm()).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' });
      await segment.close();
    });
  });

  it('who has slept may do nothing more when another has taken over meanwhile', async () => {
    await onSite(async ({ connect, directory }) => {
      const clock = frozenClock();
      const segment = await take(connect(clock), 0);
      await ageHeartbeats(directory, 31_000);
      const next = await take(connect(), 1);
      clock.jump(31_000);
      await expect(segment.confirm()).rejects.toMatchObject({ code: 'conflict', outcome: 'none' });
      await segment.close();
      await next.close();
    });
  });

  const marks: readonly (readonly [string, Partial<SegmentOwner>, boolean])[] = [
    ['on this machine whose process is gone is dead at once', { pid: 2 ** 30 }, false],
    ['on this machine whose number went to another process is dead at once', { started: '1' }, false],
    ['on another machine lives as long as its heart beats', { machine: 'elsewhere', pid: 2 ** 30 }, true],
  ];

  it.each(marks)('%s', async (_name, mark, alive) => {
    await onSite(async ({ connect, directory, segment }) => {
      await (await take(connect(), 0)).close();
      const owner = { ...ownMark(), session: 'other', since: 1, ...mark };
      await writeFile(segment(1), encodeLine(headerLine(1, owner), 0).text);
      await writeFile(join(directory, 'alive', 'other'), '.');
      expect(await connect().read(address)).toMatchObject({ alive });
      const left = await readdir(join(directory, 'alive'));
      expect(left.includes('other')).toBe(alive);
    });
  });

  it('without a name is being born for two seconds, then it was stillborn', async () => {
    await onSite(async ({ connect, segment }) => {
      await (await take(connect(), 0)).close();
      await writeFile(segment(1), '');
      expect(await connect().read(address)).toMatchObject({ alive: true, lines: [] });
      await utimes(segment(1), longAgo, longAgo);
      expect(await connect().read(address)).toMatchObject({ alive: false, lines: [] });
    });
  });

  it('leaves nothing behind in the folder of heartbeats', async () => {
    await onSite(async ({ connect, directory }) => {
      const session = connect();
      const segments = [
        await take(session, 0),
        await session.take({ ...address, name: 's' }, 0, { carry: true }),
      ];
      expect(await readdir(join(directory, 'alive'))).toHaveLength(1);
      for (const segment of segments) await segment?.close();
      expect(await readdir(join(directory, 'alive'))).toEqual([]);
    });
  });
});

describe('trouble with the disk', () => {
  it('is told with what to do about it, and nothing is written after it', async () => {
    const handle = await open('/dev/full', 'a');
    const fenced = () => new Error('fenced');
    const writer = new LineWriter({ handle, path: '/dev/full', successor: '/dev/full/2', fenced });
    const full = { code: 'unavailable', remedy: expect.stringContaining('make room') };
    await expect(writer.append('a')).rejects.toMatchObject(full);
    await expect(writer.append('b')).rejects.toMatchObject(full);
    expect(() => writer.confirm()).toThrow('ENOSPC');
    await writer.close();
  });

  it('that shows only when a line is made durable counts as well', async () => {
    const handle = await open('/dev/null', 'a');
    const fenced = () => new Error('fenced');
    const writer = new LineWriter({ handle, path: '/dev/null', successor: '/dev/null/2', fenced });
    await expect(writer.append('a')).rejects.toMatchObject({ code: 'unavailable' });
    await writer.close();
  });

  it('that may only be read shows what is there and refuses a run with what to do about it', async () => {
    const session = fileStore('/sys/kernel/polynat', { heartbeatClock: manualClock() }).connect(systemClock);
    expect(await session.list('run')).toEqual({ names: [], strange: [] });
    const refusal = { code: 'unavailable', remedy: expect.stringContaining('write') };
    await expect(session.take(address, 0, { carry: true })).rejects.toMatchObject(refusal);
  });

  it('at the very start refuses the run', async () => {
    await inDirectory(async (directory) => {
      const state = join(directory, 'state');
      await writeFile(state, 'a file where the directory should be');
      const session = fileStore(state, { heartbeatClock: manualClock() }).connect(systemClock);
      await expect(session.take(address, 0, { carry: true })).rejects.toMatchObject({ code: 'unavailable' });
    });
  });

  it('is no reason to call a missing directory broken: it is simply empty', async () => {
    await inDirectory(async (directory) => {
      const session = fileStore(join(directory, 'not yet')).connect(systemClock);
      expect(await session.list('run')).toEqual({ names: [], strange: [] });
      expect(await session.read(address)).toBeUndefined();
      await expect(stat(join(directory, 'not yet'))).rejects.toThrow('ENOENT');
      await rm(directory, { recursive: true });
    });
  });
});

/** As a frozen process knows it: no timer fires, and the time is another when it wakes up. */
function frozenClock(): Clock & { jump(milliseconds: number): void } {
  let now = Date.now();
  const sleep = (_milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  const jump = (milliseconds: number) => {
    now += milliseconds;
  };
  return { now: () => now, sleep, jump };
}

async function ageHeartbeats(directory: string, milliseconds: number): Promise<void> {
  const then = new Date(Date.now() - milliseconds);
  for (const file of await readdir(join(directory, 'alive')))
    await utimes(join(directory, 'alive', file), then, then);
}

/** The beat is a file operation that nobody waits for. */
async function waitForFreshHeartbeat(directory: string): Promise<void> {
  const [file = ''] = await readdir(join(directory, 'alive'));
  for (let look = 0; look < 1_000; look++) {
    const { mtimeMs } = await stat(join(directory, 'alive', file));
    if (Date.now() - mtimeMs < 10_000) return;
  }
  throw new Error('no heartbeat came');
}
