import { runConformance } from '../src/conformance/index.ts';
import { memoryDriver } from '../src/index.ts';
import { memoryHarness, observable } from './memory-harness.ts';

runConformance('the in-memory cloud', () => memoryHarness((clock) => memoryDriver(observable(clock))));

runConformance('an in-memory cloud that settles at once', () =>
  memoryHarness((clock) => memoryDriver({ ...observable(clock), takes: { 'gateways.create': 1_000 } })),
);

runConformance('an in-memory cloud with awkward rules', () =>
  memoryHarness((clock) =>
    memoryDriver({
      ...observable(clock),
      addresses: 8,
      unsupported: {
        'snat.source.cidr': true,
        'snat.through': { reason: 'rules leave from every address', remedy: 'use a gateway per address' },
        'addresses.pools': true,
        'addresses.swap': true,
        'dnat.any': true,
      },
      limits: {
        'gateways.create': { subnet: 'required', addresses: 'required', named: true },
        'gateways.resize': { direction: 'up' },
        'snat.source.hosts': { subnet: 'required' },
        'snat.names': { required: true },
        'snat.replace': { keeps: 'source' },
        'gateways.delete': { takes: [] },
      },
      sizes: {
        offers: [1, 3, 10].map((millions) => ({
          size: { connections: millions * 1_000_000 },
          connections: millions * 1_000_000,
        })),
        source: 'this test',
      },
    }),
  ),
);
