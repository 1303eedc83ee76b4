import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '@polynat/engine';
import { runProcessConformance } from '@polynat/testkit/engine';

runProcessConformance('a file store', {
  program: join(process.env.POLYNAT_TEST_STORES ?? '', 'file.js'),
  death: 'at once',
  openPlace: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'polynat-engine-'));
    return {
      place: directory,
      store: fileStore(directory),
      setHeartbeats: (fromNow) => setHeartbeats(join(directory, 'alive'), fromNow),
      dispose: () => rm(directory, { recursive: true }),
    };
  },
});

async function setHeartbeats(folder: string, fromNow: number): Promise<void> {
  const then = new Date(Date.now() + fromNow);
  for (const file of await readdir(folder)) await utimes(join(folder, file), then, then);
}
