const operation = nat.use('shop').gateways.create({
  name: 'egress',
  network: { vpc: 'vpc-1', subnet: 'vsw-1' },
});

const receipt = await operation.accepted; // the cloud has accepted it and creates the gateway
console.log(receipt.requestId);

const gateway = await operation; // it is available, or this throws
console.log(gateway.state);

export {};
