let owned = true;
const beforeSend = () => {
  if (!owned) throw new Error('another process owns the lease');
};
await nat.gateway('shop:cn-hangzhou/ngw-1').update({ protected: true }, { beforeSend });
owned = false;

export {};
