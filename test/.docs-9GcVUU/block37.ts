import { days } from '@polynat/core';

const { items, failures } = await nat.gateways.list({ state: 'available' }).settle();
for (const { cloud, error } of failures) console.error(`${cloud} did not answer: ${error.message}`);
for (const { ref, name } of items) console.log(`${ref}`, name);

const firstFive = await nat.use('search').gateways.list().take(5); // stops asking after one page
console.log(firstFive.length);

const expiring = await nat.gateways
  .list({ name: 'shop-*', tags: { team: 'shop' }, expiresWithin: days(30) })
  .toArray();
const one = await nat.gateways.find({ name: 'shop-egress' }); // not-found for none, conflict for several
console.log(expiring.length, one.state);

export {};
