const billing = await nat.use('search').gateway('search:bj/nat-1').renew({ months: 3 });
console.log(billing);

export {};
