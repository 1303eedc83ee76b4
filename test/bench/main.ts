/** `pnpm bench`: every benchmark, one after the other, on the built packages. */
await import('./import.ts');
await import('./transport.ts');
await import('./throttles.ts');
await import('./migrate.ts');
await import('./baidu.ts');
await import('./cli.ts');
await import('./inventory.ts');
await import('./alibaba.ts');
await import('./tencent-bm.ts');
await import('./tencent-vpc.ts');
