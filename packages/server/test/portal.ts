import type { Principal } from '@polynat/access';
import { expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '../src/rest/app.ts';
import type { GuardOptions } from '../src/rest/guard.ts';
import { type Limits, PrincipalLimits } from '../src/rest/limits.ts';
import { routes } from '../src/rest/routes.ts';
import { type Authenticate, signInOf } from '../src/sign-in/sign-in.ts';
import { alice, type Stage, type Staging, stage } from './stage.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  readonly body: any;
}

export interface Asking {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: Principal;
}

export interface Portal extends Stage {
  fetch(request: Request): Promise<Response>;
  /** Asks below `/api/v1`, and holds the answer against the schema that the API promises. */
  ask(line: string, asking?: Asking): Promise<Answered>;
  /** Creates a gateway and returns its ref as a path segment. */
  created(): Promise<string>;
}

export interface Opening extends Staging, GuardOptions {
  readonly authenticate?: Authenticate;
  readonly limits?: Limits;
  readonly scene?: Stage;
}

/** A portal in this process. Without `authenticate`, the header `x-test-principal` says who asks; else it is Alice. */
export function portal({ authenticate, limits, scene, hosts, origins, ...staging }: Opening = {}): Portal {
  const at = scene ?? stage(staging);
  const app = createApp({
    ...{ service: at.service, basePath: '', limits: new PrincipalLimits(at.clock, limits) },
    ...{ ...(hosts && { hosts }), ...(origins && { origins }) },
    signIn: signInOf(authenticate ?? ((request) => named(request))),
    onError(error) {
      throw error;
    },
  });
  const fetch = async (request: Request) => app.fetch(request);
  const ask = async (line: string, { body, headers, as }: Asking = {}): Promise<Answered> => {
    const [method = '', path = ''] = line.split(' ');
    const request = new Request(`http://localhost/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(as && { 'x-test-principal': JSON.stringify(as) }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await fetch(request);
    const text = await response.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    promised(method, path, response.status, value);
    return { status: response.status, headers: response.headers, body: value };
  };
  return {
    ...at,
    ...{ fetch, ask },
    async created() {
      const body = { name: 'egress', network: { vpc: 'vpc-main', subnet: 'subnet-a' } };
      const headers = { 'idempotency-key': crypto.randomUUID(), prefer: 'wait=60' };
      const answered = await ask('POST /clouds/shop/gateways', { body, headers });
      return encodeURIComponent(answered.body.result.ref);
    },
  };
}

function named(request: Request): Principal {
  const given = request.headers.get('x-test-principal');
  return given === null ? alice : JSON.parse(given);
}

/** Nothing in an answer is unknown to its schema. */
function promised(method: string, path: string, status: number, value: unknown): void {
  if (status >= 400) return;
  const [plain = ''] = path.split('?');
  const found = routes.find((route) => route.method === method && formOf(route.path).test(plain));
  const schema = found?.answers[status];
  if (!schema || schema === 'stream') throw new Error(`${method} ${path} promises no ${status}`);
  // What a schema does not name is missing from what it has read.
  expect(z.parse(schema, value)).toEqual(value);
}

const formOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
