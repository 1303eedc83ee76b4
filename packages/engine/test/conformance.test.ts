import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, fileStore, memoryStore } from '@polynat/engine';
import { runEngineConformance, runStoreConformance, type StoreHarness } from '@polynat/testkit/engine';

const stores: Readonly<Record<string, StoreHarness>> = {
  'a memory store': {
    openStore: async () => ({ store: memoryStore(), dispose: async () => {} }),
  },
  'a file store': {
    openStore: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'polynat-engine-'));
      return { store: fileStore(directory), dispose: () => rm(directory, { recursive: true }) };
    },
  },
};

for (const [name, harness] of Object.entries(stores)) {
  runStoreConformance(name, harness);
  runEngineConformance(name, { createEngine, ...harness });
}
