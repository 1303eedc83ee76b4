import { envelope, signing } from '@polynat/tencent';
import { failureOfV3 } from '../errors.ts';
import type { Service } from '../operations/operation.ts';
import type { WireForm } from './wire-form.ts';

const versions: Readonly<Record<Service, string>> = {
  bmvpc: '2018-06-25',
  bmeip: '2018-06-25',
  bm: '2018-04-23',
};

/** Version 3, https://cloud.tencent.com/document/api/1024/34237 */
export function protocolV3(): WireForm {
  const sign = signing();
  return {
    /** 20 calls a second per operation, https://cloud.tencent.com/document/product/1278/109059 */
    rateFamily: (_service, action) => action,
    sign: (draft, stamp) => sign({ ...draft, version: versions[draft.service] }, stamp),
    unwrap: (body) => envelope.safeParse(body).data?.Response,
    failureOf: failureOfV3,
    answersWithId: true,
    requestIdOf: (body) => envelope.safeParse(body).data?.Response.RequestId,
  };
}
