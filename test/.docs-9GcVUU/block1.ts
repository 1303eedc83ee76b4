import { prepaid } from '@polynat/core';

await nat.use('search').gateways.create({
  name: 'paid-ahead',
  network: { vpc: 'vpc-1' },
  size: { tier: 'small' },
  billing: prepaid({ months: 1 }, { autoPay: true }),
});

export {};
