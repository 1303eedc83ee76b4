import { NatError } from '@polynat/core';

const owner = '7f3a1c1e';
const mine = await nat
  .use('shop')
  .gateways.find({ tags: { owner } })
  .catch((error) => {
    if (NatError.is(error, 'not-found')) return undefined;
    throw error;
  });
console.log(mine?.ref);

export {};
