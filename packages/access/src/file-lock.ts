import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type Clock, NatError, seconds } from '@polynat/core';

const pause = 5;
const patience = seconds(10);

/** Works alone among all processes that use the file as a lock. The lock of a process that died counts no more. */
export async function whileLocked<T>(file: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  await take(file, clock);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

const owner = () => JSON.stringify({ host: hostname(), pid: process.pid });

async function take(file: string, clock: Clock): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const until = clock.now() + patience;
  while (!(await create(file))) {
    if (await isAbandoned(file)) {
      await takeOver(file);
      continue;
    }
    if (clock.now() >= until)
      throw new NatError('unavailable', `${file} is held by another process`, {
        remedy: 'end that process; remove the file when it was left by another machine',
      });
    await clock.sleep(pause);
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, owner(), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** One process at a time removes an abandoned lock; else one that saw it late would remove the lock of the next owner. */
async function takeOver(file: string): Promise<void> {
  const removing = `${file}.removing`;
  if (!(await create(removing))) {
    if (await isOld(removing)) await rm(removing, { force: true });
    return;
  }
  if (await isAbandoned(file)) await rm(file, { force: true });
  await rm(removing, { force: true });
}

/** Removing takes microseconds. */
const isOld = async (file: string): Promise<boolean> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > patience,
    () => false,
  );

async function isAbandoned(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text === '') return false;
  const { host, pid }: { host?: unknown; pid?: unknown } = JSON.parse(text);
  return host === hostname() && typeof pid === 'number' && !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
