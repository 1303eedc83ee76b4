import * as z from 'zod';
import type { CommandOf } from './commands.ts';
import type { Session } from './session.ts';

const answer = z.looseObject({
  code: z.number(),
  data: z.unknown().optional(),
  totalCount: z.number().optional(),
});

function agree(seen: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(seen) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(seen)}, the model expects ${JSON.stringify(expected)}`);
  }
}

export const readers = {
  poll(session: Session, { task }: CommandOf<'poll'>): void {
    const ids = [...session.model.tasks.keys()];
    const taskId = ids[task] ?? 1;
    const reply = session.logged.deliver(
      session.tencent.v2Request('QueryBmNatGatewayProductionStatus', { taskId }),
    );
    const { code, data } = answer.parse(JSON.parse(reply.body));
    const status = session.model.tasks.get(taskId)?.status;
    agree([code, data], status === undefined ? [10001, undefined] : [0, { status }], `task ${taskId}`);
  },

  list(session: Session, { vpc, offset, limit }: CommandOf<'list'>): void {
    const unVpcId = [...session.model.vpcs.keys()][vpc];
    const filter = { unVpcId, offset, limit: limit + 1 };
    const reply = session.logged.deliver(session.tencent.v2Request('DescribeBmNatGateway', filter));
    const { totalCount, data } = answer.parse(JSON.parse(reply.body));
    const all = session.model.gateways.filter((gateway) => unVpcId === undefined || gateway.vpc === unVpcId);
    const page = all.slice(offset, offset + limit + 1).map(({ id }) => id);
    const ids = z
      .array(z.looseObject({ natId: z.string() }))
      .parse(data)
      .map(({ natId }) => natId);
    agree([totalCount, ids], [all.length, page], 'a page of gateways');
  },

  /** A signed request with one bit of its signature turned over. */
  tampered(session: Session, { bit, version }: CommandOf<'tampered'>): void {
    const { tencent } = session;
    if (version === 'v2') {
      const tamper = (signed: Map<string, string>) =>
        signed.set('Signature', flip(signed.get('Signature') ?? '', bit));
      const reply = session.logged.deliver(tencent.v2Request('DescribeBmNatGateway', {}, { tamper }));
      agree(answer.parse(JSON.parse(reply.body)).code, 4100, 'a tampered request');
      return;
    }
    const request = tencent.v3Request('DescribeNatGateways', {});
    const [head = '', signature = ''] = (request.headers.authorization ?? '').split(/(?<=Signature=)/);
    const headers = { ...request.headers, authorization: head + flipHex(signature, bit) };
    const reply = session.logged.deliver({ ...request, headers });
    agree(reply.body.includes('AuthFailure.SignatureFailure'), true, 'a tampered request');
  },

  /** Whatever arrives, the answer is the cloud's own refusal. */
  garbage(session: Session, { method, path, text, headers }: CommandOf<'garbage'>): void {
    const isGet = method === 'GET';
    const request = {
      method,
      path,
      query: isGet ? text : '',
      headers,
      body: isGet ? '' : text,
      clockSkew: 0,
    };
    const { status, body } = session.logged.deliver(request);
    const unrecognised = status === 404 && body.includes('UnrecognisedRequest');
    const refused = status === 200 && (/"code":-?[1-9]/.test(body) || body.includes('"Error"'));
    agree(unrecognised || refused, true, `garbage ${JSON.stringify(request)} → ${status} ${body}`);
  },
};

/** Keeps to characters a form can carry. */
function flip(text: string, bit: number): string {
  const place = bit % text.length;
  const flipped = String.fromCharCode(text.charCodeAt(place) ^ 1);
  return text.slice(0, place) + flipped + text.slice(place + 1);
}

function flipHex(text: string, bit: number): string {
  const place = bit % text.length;
  const flipped = (Number.parseInt(text.charAt(place), 16) ^ (1 << (bit % 4))).toString(16);
  return text.slice(0, place) + flipped + text.slice(place + 1);
}
