import { runConformance } from '../src/conformance/index.ts';
import { memoryDriver } from '../src/index.ts';
import { memoryHarness, observable } from './memory-harness.ts';

const everything = [
  'gateways.rename',
  'gateways.description',
  'gateways.resize',
  'gateways.convert',
  'gateways.protect',
  'gateways.tags',
  'addresses.allocate',
  'addresses.release',
  'addresses.pools',
  'billing.prepaid',
] as const;

runConformance('an in-memory cloud that can do next to nothing', () =>
  memoryHarness((clock) => {
    const unsupported = Object.fromEntries(everything.map((feature) => [feature, true]));
    const without = ['snat', 'dnat', 'billing', 'bandwidth', 'networks'] as const;
    return memoryDriver({ ...observable(clock), unsupported, without });
  }),
);
