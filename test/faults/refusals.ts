import type { WireResponseLike } from '@polynat/testkit';

/** How a cloud says that a key may not do something, and that temporary credentials have expired. */
interface Refusals {
  readonly forbidden: WireResponseLike;
  readonly expired: WireResponseLike;
}

const requestId = '11111111-2222-4333-8444-555555555555';
const json = { 'content-type': 'application/json' };

const answer = (status: number, body: object): WireResponseLike => ({
  status,
  headers: { ...json, 'x-bce-request-id': requestId },
  body: new TextEncoder().encode(JSON.stringify(body)),
});

const alibaba = (status: number, code: string) =>
  answer(status, { RequestId: requestId, HostId: 'vpc.aliyuncs.com', Code: code, Message: 'refused' });
const baidu = (status: number, code: string) => answer(status, { requestId, code, message: 'refused' });
const numbered = (code: number) => answer(200, { code, message: 'refused', codeDesc: 'Refused' });
const wrapped = (code: string) =>
  answer(200, { Response: { Error: { Code: code, Message: 'refused' }, RequestId: requestId } });

const ofTencent: Refusals = {
  forbidden: wrapped('UnauthorizedOperation'),
  expired: wrapped('AuthFailure.TokenFailure'),
};

const known: Readonly<Record<string, Refusals>> = {
  alibaba: {
    forbidden: alibaba(403, 'Forbidden.RAM'),
    expired: alibaba(400, 'InvalidSecurityToken.Expired'),
  },
  baidu: { forbidden: baidu(403, 'AccessDenied'), expired: baidu(403, 'InvalidAccessKeyId') },
  'tencent-bm': { forbidden: numbered(4102), expired: numbered(4105) },
  'tencent-bm-v3': ofTencent,
  'tencent-vpc': ofTencent,
};

export function refusalsOf(wire: string): Refusals {
  const refusals = known[wire];
  if (!refusals) throw new Error(`add to this file how ${wire} refuses`);
  return refusals;
}
