import type { WireRequest } from '@polynat/transport';
import * as z from 'zod';
import { failureOfV3 } from '../errors.ts';
import type { Service } from '../operations/operation.ts';
import { authorize } from '../signer.ts';
import type { Draft, Protocol, Stamp } from './protocol.ts';

const versions: Readonly<Record<Service, string>> = {
  bmvpc: '2018-06-25',
  bmeip: '2018-06-25',
  bm: '2018-04-23',
};
const contentType = 'application/json';
const envelope = z.looseObject({ Response: z.looseObject({ RequestId: z.string().optional() }) });

/** Version 3: a JSON body, everything else in headers, https://cloud.tencent.com/document/api/1024/34237 */
export const protocolV3: Protocol = {
  /** 20 calls a second per operation, https://cloud.tencent.com/document/product/1278/109059 */
  rateFamily: (_service, action) => action,
  sign,
  unwrap: (body) => envelope.safeParse(body).data?.Response,
  failureOf: failureOfV3,
  requestIdOf: (body) => envelope.safeParse(body).data?.Response.RequestId,
};

function sign(draft: Draft, { credentials, instant }: Stamp): WireRequest {
  const { action, service, region, parameters } = draft;
  const origin = draft.endpoint ?? `https://${service}.tencentcloudapi.com`;
  const { host } = new URL(origin);
  const body = JSON.stringify(parameters);
  const timestamp = Math.floor(instant / 1000);
  const request = { method: 'POST', host, path: '/', query: '', contentType, body } as const;
  return {
    method: 'POST',
    url: `${origin}/`,
    headers: {
      host,
      'content-type': contentType,
      authorization: authorize(request, credentials, { service, timestamp }),
      'x-tc-action': action,
      'x-tc-version': versions[service],
      'x-tc-region': region,
      'x-tc-timestamp': String(timestamp),
      'x-tc-language': 'en-US',
      ...(credentials.token !== undefined && { 'x-tc-token': credentials.token }),
    },
    body,
  };
}
