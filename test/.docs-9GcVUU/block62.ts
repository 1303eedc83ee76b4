const { native } = baidu({ region: 'bj', credentials: fromEnvironment() });
await native.call('PurchaseReservedNat', {
  natId: 'nat-bir8biqwr45e',
  billing: { reservation: { reservationLength: 1 } },
});

export {};
