import { watch } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { announcementDirectory } from './layout.ts';

/** A file that is written anew tells those who watch its folder, on this machine. Elsewhere they look every few seconds. */
export async function announce(state: string): Promise<void> {
  const folder = announcementDirectory(state);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'last'), '.');
}

/** Where the system cannot watch, nothing is heard. */
export function listen(state: string, heard: () => void): () => void {
  const ending = new AbortController();
  void watchFolder(announcementDirectory(state), heard, ending.signal).catch(() => undefined);
  return () => ending.abort();
}

async function watchFolder(folder: string, heard: () => void, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  const watcher = watch(folder, { signal, persistent: false });
  watcher.on('error', () => watcher.close());
  watcher.on('change', heard);
}
