import { minutes } from '@polynat/core';

const resizing = nat
  .gateway('legacy:ap-guangzhou/vpc-1/nat-1')
  .resize({ atLeast: { connections: 2_000_000 } }, { within: minutes(10) });
resizing.onProgress((event) => {
  if (event.type === 'pending') console.log(event.status, Math.round(event.elapsed / 1000), 's');
});
const { size } = await resizing;
console.log(size);

export {};
