const results = await nat.gateway('shop:cn-hangzhou/ngw-1').snat.addAll([
  { name: 'web', source: { cidr: '10.0.0.0/20' } },
  { name: 'batch', source: { cidr: '10.0.16.0/20' } },
]);
for (const { index, id, error } of results) {
  console.log(index, id ?? '-', error ? `${error.code} (outcome: ${error.outcome})` : 'added');
}

export {};
