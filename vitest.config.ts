import { defineConfig } from 'vitest/config';

const source = {
  ssr: { resolve: { conditions: ['@polynat/source', 'module', 'node', 'development|production'] } },
};

export default defineConfig({
  test: {
    /** All cores: left out, one is kept free, which on a machine of two is half. */
    maxWorkers: '100%',
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
            include: ['packages/*/test/**/*.test-d.ts', 'test/**/*.test-d.ts'],
          },
        },
      },
    ],
  },
});
