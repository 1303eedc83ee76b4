import { createHmac, randomBytes } from 'node:crypto';
import { type Principal, roles } from '@polynat/access';
import { type Clock, hours, systemClock } from '@polynat/core';
import { Refusal } from '../refusal.ts';
import { isSame } from './same.ts';
import type { SignIn } from './sign-in.ts';

export interface LocalLinkOptions {
  /** Who signs in; every role when left out. */
  readonly principal?: Principal;
  /** Keeps sessions and the bearer token valid across restarts; made at random when left out. */
  readonly secret?: string;
  readonly clock?: Clock;
}

/** Sign-in for one person at the machine: a link that works once, then a cookie; a bearer token for programs. */
export interface LocalLink extends SignIn {
  readonly token: string;
  /** The link for a server at this address. */
  linkFor(url: string): string;
}

const path = '/sign-in';
const cookieName = 'polynat-session';
const sessionLife = hours(12);
const linkLife = hours(1);

export function localLink({
  principal = { id: 'local', roles },
  secret = randomBytes(32).toString('base64url'),
  clock = systemClock,
}: LocalLinkOptions = {}): LocalLink {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const token = sign('bearer');
  const expires = clock.now() + linkLife;
  let code: string | undefined = randomBytes(32).toString('base64url');
  const isSession = (cookie: string): boolean => {
    const [until = '', signature = ''] = cookie.split('.');
    return isSame(signature, sign(`session ${until}`)) && Number(until) > clock.now();
  };
  return {
    token,
    linkFor: (url) => `${url.replace(/\/+$/, '')}${path}?code=${code ?? ''}`,
    authenticate(request) {
      const bearer = bearerOf(request);
      if (bearer !== undefined) {
        if (isSame(bearer, token)) return principal;
        throw new Refusal(401, 'unauthenticated', 'the bearer token is not valid', {
          remedy: 'use the token of this server',
        });
      }
      const cookie = cookieOf(request, cookieName);
      return cookie !== undefined && isSession(cookie) ? principal : undefined;
    },
    async answer(request, base) {
      const url = new URL(request.url);
      if (request.method !== 'GET' || url.pathname !== `${base}${path}`) return undefined;
      const given = url.searchParams.get('code') ?? '';
      const isGood = code !== undefined && isSame(given, code) && clock.now() < expires;
      if (!isGood)
        throw new Refusal(401, 'unauthenticated', 'this link was used already, or has expired', {
          remedy: 'restart the server for a new link',
        });
      code = undefined;
      const until = clock.now() + sessionLife;
      const attributes = `Path=${base || '/'}; HttpOnly; SameSite=Strict; Max-Age=${sessionLife / 1_000}`;
      const cookie = `${cookieName}=${until}.${sign(`session ${until}`)}; ${attributes}${url.protocol === 'https:' ? '; Secure' : ''}`;
      return new Response(null, { status: 303, headers: { location: `${base}/`, 'set-cookie': cookie } });
    },
  };
}

export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

const cookieOf = (request: Request, name: string): string | undefined =>
  (request.headers.get('cookie') ?? '')
    .split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
