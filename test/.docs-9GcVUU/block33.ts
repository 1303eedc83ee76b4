import { chooseSize, describeOffers } from '@polynat/core';

const { sizes } = nat.use('legacy').capabilities;
console.log(describeOffers(sizes));
console.log(chooseSize({ atLeast: { connections: 2_000_000 } }, sizes)); // { connections: 3000000 }

export {};
