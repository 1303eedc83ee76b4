const gateway = nat.gateway('shop:cn-hangzhou/ngw-1');
const rule = await gateway.snat.add(
  { source: { cidr: '10.0.32.0/20' }, through: { new: { bandwidthMbps: 10 } } },
  { token: 'batch-egress-1' },
);
const { detached, kept } = await gateway.snat.remove(rule.id, { detach: rule.through });
console.log(detached, kept);

export {};
