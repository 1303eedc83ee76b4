import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const source = {
  ssr: { resolve: { conditions: ['@polynat/source', 'module', 'node', 'development|production'] } },
};

export default defineConfig({
  test: {
    /** One more than there are cores, since tests of processes wait for these most of the time. */
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          pool: 'threads',
          isolate: false,
          /** Busy machines are slower, not wrong. */
          testTimeout: 20_000,
          include: ['packages/*/test/**/*.test.ts', 'adapters/*/test/**/*.test.ts', 'test/*.test.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'process',
          pool: 'forks',
          globalSetup: 'tools/build/bundle-programs.js',
          testTimeout: 60_000,
          include: [
            'packages/*/test/**/*.process.ts',
            'adapters/*/test/**/*.process.ts',
            'test/*.process.ts',
            'examples/*/test/*.test.ts',
          ],
        },
      },
      {
        ...source,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            ignoreSourceErrors: true,
            /** Only what these files lead to: `pnpm check` checks the rest. */
            tsconfig: 'tsconfig.types.json',
            include: ['packages/*/test/**/*.test-d.ts', 'test/**/*.test-d.ts'],
          },
        },
      },
    ],
  },
});
