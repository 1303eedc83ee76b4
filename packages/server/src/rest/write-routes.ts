import { type Mutation, mutations, NatError, seconds } from '@polynat/core';
import { json } from '@polynat/engine';
import * as z from 'zod';
import type { OperationView } from '../changes/operation-view.ts';
import { type WriteSpec, writes } from '../writes.ts';
import { answer, type RestCall, type Route, route } from './route.ts';
import { operationSchema, previewSchema } from './schemas.ts';

const dryRun = { dryRun: z.stringbool().default(false) };

/** A route for every mutation there is. */
export const writeRoutes: readonly Route[] = mutations.map((mutation) =>
  writeRoute(mutation, writes[mutation]),
);

function writeRoute(mutation: Mutation, spec: WriteSpec): Route {
  const { method, path, summary, effects, input } = spec;
  const inQuery = method === 'DELETE' && input instanceof z.ZodObject ? input.shape : {};
  return route({
    ...{ method, path, summary, effects, name: mutation, decides: true },
    query: z.strictObject({ ...inQuery, ...dryRun }),
    ...(method !== 'DELETE' && { body: input }),
    answers: { 200: z.union([operationSchema, previewSchema]), 202: operationSchema },
    handle: (call) => write(mutation, call),
  });
}

async function write(mutation: Mutation, call: RestCall<{ dryRun: boolean }, unknown>): Promise<Response> {
  const { service, principal, params, request } = call;
  const { alias, ref, ...named } = params;
  const { dryRun: dry, ...given } = call.query;
  const target = ref ?? alias;
  if (target === undefined) throw new NatError('internal', `the route of ${mutation} names no target`);
  const input = json({ ...given, ...Object(call.body), ...named });
  const change = { mutation, target, input };
  if (dry) return answer({ dryRun: true, ...(await service.changes.preview(principal, change)) });
  const key = request.headers.get('idempotency-key') ?? undefined;
  const view = await service.changes.ask(principal, change, key === undefined ? {} : { key });
  return operationAnswer(call, await waited(call, view));
}

/** RFC 7240: `Prefer: wait=30` answers when it has ended, or after 30 seconds. */
async function waited(
  { service, principal, request }: RestCall,
  view: OperationView,
): Promise<OperationView> {
  const [, given] = /(?:^|[,;\s])wait=(\d{1,4})\b/.exec(request.headers.get('prefer') ?? '') ?? [];
  if (given === undefined) return view;
  return service.changes.wait(principal, view.id, seconds(Math.min(Number(given), longest)), request.signal);
}

/** Longer waits break on proxies; the stream of events has no end. */
const longest = 60;

const ended: readonly OperationView['state'][] = ['done', 'failed', 'rejected', 'expired'];

export const operationAnswer = ({ base }: Pick<RestCall, 'base'>, view: OperationView): Response =>
  answer(view, ended.includes(view.state) ? 200 : 202, { location: `${base}/operations/${view.id}` });
