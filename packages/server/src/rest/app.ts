import type { Principal } from '@polynat/access';
import { check, NatError } from '@polynat/core';
import { Hono } from 'hono';
import type { Service } from '../create-service.ts';
import type { Page } from '../page.ts';
import { denied, Refusal } from '../refusal.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { bodyOf, type GuardOptions, guardPlace, securityHeaders } from './guard.ts';
import type { PrincipalLimits } from './limits.ts';
import { openApi } from './openapi.ts';
import { pageFiles } from './page-files.ts';
import { answer, type Route } from './route.ts';
import { routes } from './routes.ts';
import { problemResponse } from './status.ts';

export interface AppParts extends GuardOptions {
  readonly service: Service;
  readonly signIn: SignIn;
  readonly limits: PrincipalLimits;
  /** Where the server is mounted, such as `/nat`. */
  readonly basePath: string;
  /** Told what went wrong inside, for the log of the program. */
  readonly onError: (error: unknown) => void;
  /** Shown to people who open the server in a browser. */
  readonly page?: Page;
}

/** Requests to responses: the place they come from, who sends them, what they ask for, and the answer. */
export function createApp(parts: AppParts): Hono {
  const { basePath, signIn, onError, origins = [], page } = parts;
  const app = new Hono({ strict: false }).basePath(basePath);
  app.use('*', async (context, next) => {
    guardPlace(context.req.raw, parts);
    const own = await signIn.answer?.(context.req.raw, basePath);
    if (own) context.res = own;
    else if (context.req.method === 'OPTIONS') context.res = new Response(null, { status: 204 });
    else await next();
    context.res = withHeaders(context.res, context.req.raw, origins);
  });
  // Made by the first request that asks for it: it takes a tenth of a second.
  let document: object | undefined;
  app.get('/openapi.json', () => {
    document ??= openApi(basePath);
    return answer(document);
  });
  for (const one of routes) {
    const path = `/api/v1${one.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    app.on(one.method, path, ({ req }) => respond(parts, one, req.raw, req.param()));
  }
  const fileFor = page && pageFiles(page);
  app.get('*', async ({ req }, next) => {
    const { pathname } = new URL(req.url);
    // Files of the page are named by relative paths, which a browser resolves rightly only below a slash.
    if (fileFor && pathname === basePath && basePath !== '')
      return new Response(null, { status: 308, headers: { location: `${basePath}/` } });
    const file = fileFor?.(pathname.slice(basePath.length + 1) || 'index.html', req.raw);
    if (file) return file;
    return next();
  });
  app.notFound((context) =>
    withHeaders(problemResponse(unknownPath(context.req.path)), context.req.raw, origins),
  );
  app.onError((error, context) => {
    if (!NatError.is(error)) onError(error);
    return withHeaders(problemResponse(error), context.req.raw, origins);
  });
  return app;
}

async function respond(
  parts: AppParts,
  route: Route,
  request: Request,
  params: Record<string, string>,
): Promise<Response> {
  const { service, limits, basePath } = parts;
  const principal = await principalOf(parts, request);
  limits.takeRequest(principal.id);
  if (!route.decides) await requirePermission(service, route, principal, params);
  const query = route.query ? check(route.query, queryOf(request), 'query') : refuseQuery(request);
  const body = route.body ? check(route.body, await bodyOf(request), 'body') : undefined;
  const call = { service, principal, params, query, body, request, base: `${basePath}/api/v1` };
  return route.answers[200] === 'stream'
    ? limits.countStream(principal.id, () => route.handle(call))
    : route.handle(call);
}

async function principalOf({ signIn }: AppParts, request: Request): Promise<Principal> {
  const principal = await signIn.authenticate(request);
  if (principal) return principal;
  throw new Refusal(401, 'unauthenticated', 'the request names nobody', { remedy: 'sign in' });
}

/** Where the service does not decide by itself, the policy is asked whether the principal may read. */
async function requirePermission(
  { policy }: Service,
  { name }: Route,
  principal: Principal,
  { alias, ref }: Record<string, string>,
): Promise<void> {
  const cloud = alias ?? ref?.split(':', 1).join('');
  const action = { kind: 'read', name, effects: [], clouds: cloud === undefined ? [] : [cloud] } as const;
  const decision = await policy({ ...action, ...(ref !== undefined && { ref }) }, principal);
  if (decision.decision === 'deny') throw denied(decision.reason);
}

/** A parameter that comes more than once is a list. */
function queryOf(request: Request): Record<string, string | readonly string[]> {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

function refuseQuery(request: Request): undefined {
  const [name] = Object.keys(queryOf(request));
  if (name !== undefined)
    throw new Refusal(400, 'invalid-argument', 'is no parameter of this path', {
      field: name,
      remedy: 'leave it out',
    });
}

const unknownPath = (path: string): Refusal =>
  new Refusal(404, 'not-found', `there is nothing at ${path.replace(/[^\x21-\x7e]/g, '?')}`, {
    remedy: 'see /openapi.json for what there is',
  });

const corsHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, prefer, last-event-id',
  'access-control-expose-headers': 'location, retry-after',
  'cross-origin-resource-policy': 'cross-origin',
  vary: 'origin',
};

/** Pages of other origins read answers only when they are named. */
function headersFor(request: Request, origins: readonly string[]): readonly (readonly [string, string])[] {
  const origin = request.headers.get('origin');
  const cors =
    origin !== null && origins.includes(origin)
      ? { ...corsHeaders, 'access-control-allow-origin': origin }
      : {};
  return Object.entries({ ...securityHeaders, ...cors });
}

function withHeaders(response: Response, request: Request, origins: readonly string[]): Response {
  for (const [name, value] of headersFor(request, origins)) response.headers.set(name, value);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}
