import { type Schema, text, withSchemas } from '@polynat/adapter-kit';
import type { Operation as TencentOperation } from '@polynat/tencent';
import * as z from 'zod';

type Fields = Schema<Record<string, unknown>>;
type WithRequestId<Answer> = Answer & { readonly RequestId: typeof text };

export interface Operation<Request extends Fields, Answer> extends TencentOperation {
  readonly request: Request;
  readonly response: z.ZodObject<WithRequestId<Answer>, z.core.$loose>;
}

interface Definition<Request, Answer> {
  readonly summary: string;
  readonly listing?: string;
  readonly request: () => Request;
  /** What an answer holds beside its request id; nothing when left out. */
  readonly answer?: () => Answer;
}

/** Versions of the services that NAT gateways need, https://cloud.tencent.com/document/api/215/15692 */
const versions = { vpc: '2017-03-12', tag: '2018-08-13' } as const;

const operation =
  (repeat: TencentOperation['repeat'], service: keyof typeof versions) =>
  <Request extends Fields, Answer extends z.ZodRawShape = Record<never, never>>(
    name: string,
    { request, answer, ...facts }: Definition<Request, Answer>,
  ): Operation<Request, Answer> =>
    withSchemas(
      { ...facts, name, service, version: versions[service], repeat, writes: repeat !== 'read' },
      {
        request,
        response: () => z.looseObject({ ...answer?.(), RequestId: text } as WithRequestId<Answer>),
      },
    );

export const read = operation('read', 'vpc');
/** No write of a gateway takes an idempotency token. */
export const write = operation('once', 'vpc');
/** The one write that takes a token allocates EIPs. */
export const writeWithToken = operation('token', 'vpc');
export const writeTags = operation('once', 'tag');
