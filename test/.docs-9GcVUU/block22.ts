import { minutes, seconds } from '@polynat/core';

const controller = new AbortController();
await nat.gateway('shop:cn-hangzhou/ngw-1').get({ within: seconds(20) });
await nat
  .gateway('shop:cn-hangzhou/ngw-1')
  .rename('egress', { within: minutes(2), signal: controller.signal });

export {};
