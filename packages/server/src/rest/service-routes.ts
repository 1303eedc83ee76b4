import { mutations } from '@polynat/core';
import * as z from 'zod';
import { writeFacts } from '../write-facts.ts';
import { writes } from '../writes.ts';
import { pageOf, pageQuery } from './paging.ts';
import { answer, type Route, route } from './route.ts';
import { auditRecordSchema, principalSchema, writeSchema } from './schemas.ts';

const auditQuery = z.strictObject(pageQuery);

/** What the service itself is: who asks, what may be written, what was done. */
export const serviceRoutes: readonly Route[] = [
  route({
    ...{
      method: 'GET',
      path: '/principal',
      name: 'principal.get',
      summary: 'Who sends this request, and what for',
    },
    answers: { 200: principalSchema },
    handle: async ({ principal: { id, roles, scope }, service: { reads }, principal }) =>
      answer({ id, roles, aliases: reads.aliases(principal), ...(scope && { scope }) }),
  }),
  route({
    ...{ method: 'GET', path: '/writes', name: 'writes.list' },
    summary:
      'Every write: how it is sent, the schema of its input, and the capability facts that decide about it',
    answers: { 200: z.object({ items: z.array(writeSchema) }) },
    handle: async () => {
      described ??= mutations.map((mutation) => {
        const { method, path, summary, effects, input } = writes[mutation];
        const { needs, fields = {} } = writeFacts[mutation];
        const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
        return { mutation, method, path, summary, effects, fields, input: schema, ...(needs && { needs }) };
      });
      return answer({ items: described });
    },
  }),
  route({
    ...{ method: 'GET', path: '/audit', name: 'audit.list' },
    summary: 'The audit log, newest first, and the first line that was changed if one was',
    query: auditQuery,
    answers: {
      200: z.object({
        items: z.array(auditRecordSchema),
        next: z.string().exactOptional(),
        total: z.int(),
        fault: z.object({ line: z.int(), why: z.string() }).exactOptional(),
      }),
    },
    handle: async ({ service, principal, query }) => {
      const { records, fault } = await service.auditFor(principal);
      const page = pageOf([...records].reverse(), ({ number }) => `${number}`, query);
      return answer({ ...page, total: records.length, ...(fault && { fault }) });
    },
  }),
];

/** Made once: the schemas never change while a process runs. */
let described: readonly object[] | undefined;
