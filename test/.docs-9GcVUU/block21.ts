import { NatError } from '@polynat/core';

try {
  await nat.gateway('shop:cn-hangzhou/ngw-1').delete();
} catch (error) {
  if (NatError.is(error, 'not-found')) console.log('gone already');
  else if (NatError.is(error, 'failed-precondition')) console.error(error.remedy);
  else throw error;
}

export {};
