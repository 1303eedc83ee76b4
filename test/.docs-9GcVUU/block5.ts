const answer = await nat.use('shop').native.call('DescribeRegions', {});
console.log(answer);

export {};
