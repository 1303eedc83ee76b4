import { text } from '@polynat/adapter-kit';
import type { Operation as TencentOperation } from '@polynat/tencent';
import * as z from 'zod';

type Fields = z.ZodType<Record<string, unknown>>;

interface Facts<Request extends Fields, Answer extends z.ZodRawShape> {
  readonly summary: string;
  readonly request: Request;
  /** What an answer holds beside its request id; nothing when left out. */
  readonly answer?: Answer;
}

/** Versions of the services that NAT gateways need, https://cloud.tencent.com/document/api/215/15692 */
const versions = { vpc: '2017-03-12', tag: '2018-08-13' } as const;

const operation =
  <const R extends TencentOperation['repeat']>(repeat: R, service: keyof typeof versions) =>
  <Request extends Fields, Answer extends z.ZodRawShape = Record<never, never>>(
    name: string,
    { summary, request, answer }: Facts<Request, Answer>,
  ) => ({
    name,
    summary,
    service: service as string,
    version: versions[service] as string,
    repeat: repeat as TencentOperation['repeat'],
    writes: repeat !== 'read',
    request,
    ...(repeat === 'read' && listingIn(answer)),
    response: z.looseObject({ ...answer, RequestId: text } as Answer & { readonly RequestId: typeof text }),
  });

/** The list of a listing is the one field of its answer that is called a set: `NatGatewaySet`. */
function listingIn(answer: z.ZodRawShape = {}): { readonly listing?: string } {
  const listing = Object.keys(answer).find((field) => field.endsWith('Set'));
  return listing === undefined ? {} : { listing };
}

export const read = operation('read', 'vpc');
/** No write of a gateway takes an idempotency token. */
export const write = operation('once', 'vpc');
/** The one write that takes a token allocates EIPs. */
export const writeWithToken = operation('token', 'vpc');
export const writeTags = operation('once', 'tag');
