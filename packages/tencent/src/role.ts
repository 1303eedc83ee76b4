import type { ExchangeTools } from '@polynat/adapter-kit';
import { check, type Expiring } from '@polynat/core';
import * as z from 'zod';
import type { TencentCredentials } from './signer.ts';

/** https://cloud.tencent.com/document/product/213/4934 */
const place = 'http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/';

const answerSchema = z.object({
  TmpSecretId: z.string('is missing'),
  TmpSecretKey: z.string('is missing'),
  Token: z.string('is missing'),
  /** Seconds since 1970. */
  ExpiredTime: z.number('must be a number of seconds'),
});

/** The role of a CVM instance. */
export async function roleOfMachine(
  name: string | undefined,
  { ask }: ExchangeTools,
): Promise<TencentCredentials & Expiring> {
  const get = (path: string, as: 'json' | 'text') =>
    ask({ method: 'GET', url: `${place}${path}`, headers: {} }, { direct: true, as });
  const role = name ?? `${await get('', 'text')}`.split('\n', 1).join('').trim();
  const answer = await get(encodeURIComponent(role), 'json');
  const { TmpSecretId, TmpSecretKey, Token, ExpiredTime } = check(
    answerSchema,
    answer,
    'the answer with temporary keys',
  );
  return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token, expires: ExpiredTime * 1_000 };
}
