const creating = nat.use('shop').gateways.create({
  name: 'egress',
  network: { vpc: 'vpc-1', subnet: 'vsw-1' },
});
creating.onProgress((event) => {
  if (event.type === 'notice') console.warn(event.text); // such as an interruption
  if (event.type === 'accepted') console.log('accepted, request', event.receipt.requestId);
  if (event.type === 'pending') console.log(event.step, event.status, event.elapsed);
  if (event.type === 'settled') console.log('done after', event.elapsed);
});
await creating;

export {};
