import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, fileStore, memoryStore } from '@polynat/engine';
import { runEngineConformance } from '@polynat/testkit/engine';

runEngineConformance('a memory store', {
  createEngine,
  openStore: async () => ({ store: memoryStore(), dispose: async () => {} }),
});

runEngineConformance('a file store', {
  createEngine,
  openStore: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'polynat-engine-'));
    return { store: fileStore(directory), dispose: () => rm(directory, { recursive: true }) };
  },
});
