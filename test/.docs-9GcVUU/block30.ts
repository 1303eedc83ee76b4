await nat
  .use('search')
  .gateways.create({ name: 'egress', network: { vpc: 'vpc-1' } }, { token: 'order-4711-gateway' });

export {};
