import { alibaba } from '@polynat/alibaba';
import { createNat, fromProfile, minutes } from '@polynat/core';
import { baidu } from '@polynat/baidu';

const nat = createNat({
  shop: alibaba({ region: 'cn-hangzhou', credentials: fromProfile('test') }),
  search: baidu({
    region: 'bj',
    credentials: async () => {
      const answer = await fetch('https://keys.example/baidu');
      const { id, secret, token } = (await answer.json()) as Record<'id' | 'secret' | 'token', string>;
      const expires = Date.now() + minutes(60);
      return { accessKeyId: id, secretAccessKey: secret, sessionToken: token, expires };
    },
  }),
});

export {};
