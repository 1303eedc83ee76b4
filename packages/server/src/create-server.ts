import { roles } from '@polynat/access';
import { NatError, systemClock } from '@polynat/core';
import { createService, type Service, type ServiceOptions } from './create-service.ts';
import type { Page } from './page.ts';
import { createApp } from './rest/app.ts';
import { type GuardOptions, isLoopback } from './rest/guard.ts';
import { type Limits, PrincipalLimits } from './rest/limits.ts';
import { type Authenticate, signInOf } from './sign-in/sign-in.ts';

export interface ServerOptions extends ServiceOptions, GuardOptions {
  /** Who sends a request. Without it the server answers only under the names of this machine, and everybody there may do everything. */
  readonly authenticate?: Authenticate;
  /** Where the server is mounted, such as `/nat`; the root when left out. */
  readonly basePath?: string;
  /** The web page to serve there: `portalPage()` of `@polynat/portal`. */
  readonly page?: Page;
  readonly limits?: Limits;
  /** False leaves runs that a process left unfinished to another process. */
  readonly work?: boolean;
  /** Told what went wrong inside; `console.error` when left out. */
  readonly onError?: (error: unknown) => void;
}

/** A portal's server: mounts wherever a `Request` becomes a `Response`. */
export interface PortalServer {
  fetch(request: Request): Promise<Response>;
  readonly service: Service;
  /** Takes up nothing more. Clouds and engine stay open: whoever opened them closes them. */
  close(): Promise<void>;
}

const everybody = { id: 'anonymous', roles };

export function createServer({
  authenticate,
  basePath = '',
  page,
  limits,
  work = true,
  onError = (error) => console.error(error),
  hosts,
  origins,
  ...options
}: ServerOptions): PortalServer {
  if (!authenticate) refuseWithoutSignIn(hosts);
  const service = createService(options);
  const app = createApp({
    ...{ service, basePath, onError },
    ...{ ...(hosts && { hosts }), ...(origins && { origins }), ...(page && { page }) },
    signIn: signInOf(authenticate ?? (() => everybody)),
    limits: new PrincipalLimits(options.clock ?? systemClock, limits),
  });
  const stop = new AbortController();
  const working = work ? service.work(stop.signal).catch(onError) : Promise.resolve();
  return {
    fetch: async (request) => app.fetch(request),
    service,
    async close() {
      stop.abort();
      await working;
    },
  };
}

function refuseWithoutSignIn(hosts: readonly string[] = []): void {
  const open = hosts.find((host) => !isLoopback(host));
  if (open === undefined) return;
  throw new NatError('invalid-argument', `nobody would have to sign in at ${open}`, {
    field: 'authenticate',
    remedy: 'pass jwt(…), trustedProxy(…) or a function of your own as authenticate',
  });
}
