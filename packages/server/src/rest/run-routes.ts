import { json, type RunRecord } from '@polynat/engine';
import { migrationOf } from '@polynat/migrate';
import * as z from 'zod';
import { instant } from '../changes/operation-view.ts';
import { eventStream, lastEventId } from './events.ts';
import { pageOf, pageQuery } from './paging.ts';
import { answer, type Route, route } from './route.ts';
import {
  appliedSchema,
  approvalSchema,
  decisionSchema,
  listOf,
  operationSchema,
  planSchema,
  runSchema,
} from './schemas.ts';
import { operationAnswer } from './write-routes.ts';

const text = z.string().min(1);
const listQuery = z.strictObject(pageQuery);
const acceptDrift = { acceptDrift: z.boolean().exactOptional() };

const planRequest = z.union([
  z.strictObject({ kind: z.literal('migrate'), source: text, to: text, mapping: z.unknown() }),
  z.strictObject({ kind: z.literal('create'), document: z.unknown(), to: text, mapping: z.unknown() }),
  z.strictObject({ kind: z.literal('change'), gateway: text, document: z.unknown() }),
]);

const statements = z.strictObject({
  left: z.record(text, text).exactOptional(),
  handled: z.array(text).exactOptional(),
  switchedBack: z.boolean().exactOptional(),
  ...acceptDrift,
});

const listed = <T extends { readonly id: string }>(
  items: readonly T[],
  query: z.output<typeof listQuery>,
): Response => answer({ ...pageOf(items, ({ id }) => id, query), failures: [], readAt: {} });

function shown(record: RunRecord) {
  const { owner, accounts, version, statements: said, ...run } = record;
  const migration = migrationOf(record);
  return { ...run, created: instant(run.created), ...(migration && { migration }) };
}

export const runRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/operations', name: 'operations.list', summary: 'Operations, newest first' },
    query: listQuery,
    answers: { 200: listOf(operationSchema) },
    handle: async ({ service, principal, query }) => listed(await service.changes.list(principal), query),
  }),
  route({
    ...{ method: 'GET', path: '/operations/{id}', name: 'operations.get', summary: 'One operation' },
    answers: { 200: operationSchema, 202: operationSchema },
    handle: async (call) =>
      operationAnswer(call, await call.service.changes.get(call.principal, call.params.id ?? '')),
  }),
  route({
    ...{ method: 'GET', path: '/operations/{id}/events', name: 'operations.follow' },
    summary: 'The journal of an operation as server-sent events, from the beginning or after Last-Event-ID',
    answers: { 200: 'stream' },
    async handle({ service: { changes }, principal, params: { id = '' }, request }) {
      await changes.get(principal, id);
      return eventStream(
        (signal, onIdle) => changes.follow(principal, id, { ...lastEventId(request), signal, onIdle }),
        () => changes.get(principal, id),
        request,
      );
    },
  }),
  route({
    ...{
      method: 'GET',
      path: '/approvals',
      name: 'approvals.list',
      summary: 'Requests for approval, newest first',
    },
    query: listQuery,
    answers: { 200: listOf(approvalSchema) },
    handle: async ({ service, principal, query }) => listed(await service.approvals.list(principal), query),
  }),
  route({
    ...{ method: 'GET', path: '/approvals/{id}', name: 'approvals.get', summary: 'One request for approval' },
    answers: { 200: approvalSchema },
    handle: async ({ service, principal, params: { id = '' } }) =>
      answer(await service.approvals.get(principal, id)),
  }),
  route({
    ...{ method: 'POST', path: '/approvals/{id}/decision', name: 'approvals.decide', decides: true },
    summary: 'Approve or reject the request of somebody else',
    body: decisionSchema,
    answers: { 200: approvalSchema },
    handle: async ({ service, principal, params: { id = '' }, body }) =>
      answer(await service.approvals.decide(principal, id, body)),
  }),
  route({
    ...{
      method: 'POST',
      path: '/plans',
      name: 'plans.make',
      summary: 'Plan a migration, a creation or a change; changes nothing',
    },
    body: planRequest,
    answers: { 200: planSchema },
    handle: async ({ service, principal, body }) => answer(await service.runs.plan(principal, body)),
  }),
  route({
    ...{ method: 'POST', path: '/runs', name: 'plans.apply', decides: true },
    summary: 'Apply a plan; the plan is the identity of its run, so it needs no idempotency key',
    body: z.strictObject({ plan: z.unknown() }),
    answers: { 202: appliedSchema },
    async handle({ service, principal, body, base }) {
      const applied = await service.runs.apply(principal, body.plan);
      const { run, approval } = applied;
      const location = approval === undefined ? `${base}/runs/${run}` : `${base}/approvals/${approval}`;
      return answer(applied, 202, { location });
    },
  }),
  route({
    ...{
      method: 'GET',
      path: '/runs',
      name: 'runs.list',
      summary: 'Runs of plans and of fleets, newest first',
    },
    query: listQuery,
    answers: { 200: listOf(runSchema) },
    handle: async ({ service, principal, query }) =>
      listed((await service.runs.list(principal)).map(shown), query),
  }),
  route({
    ...{ method: 'GET', path: '/runs/{id}', name: 'runs.get', summary: 'One run with its steps' },
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '' } }) =>
      answer(shown(await service.runs.get(principal, id))),
  }),
  route({
    ...{ method: 'GET', path: '/runs/{id}/events', name: 'runs.follow' },
    summary: 'The journal of a run as server-sent events, from the beginning or after Last-Event-ID',
    answers: { 200: 'stream' },
    async handle({ service: { runs }, principal, params: { id = '' }, request }) {
      await runs.get(principal, id);
      return eventStream(
        (signal, onIdle) => runs.follow(principal, id, { ...lastEventId(request), signal, onIdle }),
        async () => shown(await runs.get(principal, id)),
        request,
      );
    },
  }),
  route({
    ...{ method: 'POST', path: '/runs/{id}/resume', name: 'runs.resume', decides: true, body: statements },
    summary: 'Resume a run that stopped',
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '' }, body }) =>
      answer(shown(await service.runs.resume(principal, id, body))),
  }),
  route({
    ...{
      method: 'POST',
      path: '/runs/{id}/roll-back',
      name: 'runs.roll-back',
      decides: true,
      body: statements,
    },
    summary: 'Undo what a run has done',
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '' }, body }) =>
      answer(shown(await service.runs.rollBack(principal, id, body))),
  }),
  route({
    ...{ method: 'POST', path: '/runs/{id}/cut-over', name: 'runs.cut-over', decides: true },
    summary: 'State that traffic uses the new gateway of a migration',
    body: z.strictObject(acceptDrift),
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '' }, body }) =>
      answer(shown(await service.runs.cutOver(principal, id, body))),
  }),
  route({
    ...{ method: 'POST', path: '/runs/{id}/finalize', name: 'runs.finalize', decides: true },
    summary: 'End a migration that has been cut over; there is no rollback afterwards',
    body: z.strictObject(acceptDrift),
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '' }, body }) =>
      answer(shown(await service.runs.finalize(principal, id, body))),
  }),
  route({
    ...{ method: 'GET', path: '/runs/{id}/check', name: 'runs.check', decides: true },
    summary:
      'Compare both gateways of a migration with what was planned and verified; a difference is a problem',
    answers: { 200: z.object({ same: z.literal(true) }) },
    async handle({ service, principal, params: { id = '' } }) {
      await service.runs.check(principal, id);
      return answer({ same: true });
    },
  }),
  route({
    ...{ method: 'POST', path: '/runs/{id}/unlock', name: 'runs.unlock', decides: true },
    summary: 'Release the locks of a run that is not to be resumed',
    body: z.strictObject({ force: z.boolean().exactOptional() }),
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '' }, body }) =>
      answer(shown(await service.runs.unlock(principal, id, body))),
  }),
  route({
    ...{ method: 'POST', path: '/runs/{id}/answers/{name}', name: 'runs.answer', decides: true },
    summary: 'Answer what a run waits for',
    body: z.strictObject({ value: z.unknown() }),
    answers: { 200: runSchema },
    handle: async ({ service, principal, params: { id = '', name = '' }, body }) =>
      answer(shown(await service.runs.answer(principal, id, name, json(body.value)))),
  }),
];
