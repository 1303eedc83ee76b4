const { NatGateways } = await driver.native.call('DescribeNatGateways', {
  NatType: 'Enhanced',
  PageSize: 50,
});
await driver.native.call('ModifyNatGatewaySpec', { NatGatewayId: 'ngw-…', Spec: 'Large' });

export {};
