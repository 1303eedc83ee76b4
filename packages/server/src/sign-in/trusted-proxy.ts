import { roles as known, type Role, type Scope } from '@polynat/access';
import { NatError } from '@polynat/core';
import { Refusal } from '../refusal.ts';
import { isSame } from './same.ts';
import type { SignIn } from './sign-in.ts';

export interface TrustedProxyOptions {
  /** Header with the name of the person, which the proxy sets, such as `x-forwarded-user`. */
  readonly header: string;
  /** What the proxy proves itself with, in `secretHeader`; at least 32 characters. */
  readonly secret: string;
  /** `x-proxy-secret` when left out. */
  readonly secretHeader?: string;
  /** Header with roles, separated by commas; `x-forwarded-roles` when left out. */
  readonly rolesHeader?: string;
  readonly roles?: (user: string, request: Request) => readonly Role[];
  readonly scope?: (user: string, request: Request) => Scope | undefined;
}

/** A proxy in front has signed the person in. Nobody else knows the secret, so nobody else can name a person. */
export function trustedProxy({
  header,
  secret,
  secretHeader = 'x-proxy-secret',
  rolesHeader = 'x-forwarded-roles',
  roles = (_user, request) => rolesIn(request.headers.get(rolesHeader) ?? ''),
  scope,
}: TrustedProxyOptions): SignIn {
  if (secret.length < 32)
    throw new NatError('invalid-argument', 'must have at least 32 characters', { field: 'secret' });
  return {
    authenticate(request) {
      const user = request.headers.get(header);
      if (user === null || user.trim() === '') return undefined;
      if (!isSame(request.headers.get(secretHeader) ?? '', secret))
        throw new Refusal(401, 'unauthenticated', 'the request does not come from the proxy', {
          remedy: `have the proxy set ${secretHeader}`,
        });
      const limits = scope?.(user, request);
      return { id: user, roles: roles(user, request), ...(limits && { scope: limits }) };
    },
  };
}

const rolesIn = (text: string): readonly Role[] => {
  const named = text.split(',').map((role) => role.trim());
  return known.filter((role) => named.includes(role));
};
