const handle = nat.gateway('shop:cn-hangzhou/ngw-1');
const updated = await handle.update({
  name: 'egress',
  tags: { set: { team: 'shop' }, remove: ['stage'] },
  protected: true,
});
console.log(updated.tags);

export {};
