import { roles as known, type Role, type Scope } from '@polynat/access';
import { type Clock, systemClock } from '@polynat/core';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { Refusal } from '../refusal.ts';
import { bearerOf } from './local-link.ts';
import type { SignIn } from './sign-in.ts';

export interface JwtOptions {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  /** Where the keys of the issuer are, or the keys themselves; `/.well-known/jwks.json` of the issuer when left out. */
  readonly keys?: string | JSONWebKeySet;
  /** Those of the claim `roles` that exist, when left out. */
  readonly roles?: (claims: JWTPayload) => readonly Role[];
  readonly scope?: (claims: JWTPayload) => Scope | undefined;
  /** What signs tokens; only algorithms with public keys are possible. */
  readonly algorithms?: readonly Algorithm[];
  readonly clock?: Clock;
}

const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const;
export type Algorithm = (typeof algorithms)[number];

/** A token of an identity provider as bearer. `none` and shared keys are no algorithms here. */
export function jwt({
  issuer,
  audience,
  keys = `${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`,
  roles = rolesIn,
  scope,
  algorithms: allowed = algorithms,
  clock = systemClock,
}: JwtOptions): SignIn {
  const key = typeof keys === 'string' ? createRemoteJWKSet(new URL(keys)) : createLocalJWKSet(keys);
  return {
    async authenticate(request) {
      const bearer = bearerOf(request);
      if (bearer === undefined) return undefined;
      const checked = await jwtVerify(bearer, key, {
        issuer,
        audience: typeof audience === 'string' ? audience : [...audience],
        algorithms: [...allowed],
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(clock.now()),
        clockTolerance: 5,
      }).catch(refuse);
      const { payload } = checked;
      const limits = scope?.(payload);
      return { id: payload.sub ?? '', roles: roles(payload), ...(limits && { scope: limits }) };
    },
  };
}

function rolesIn({ roles: claimed }: JWTPayload): readonly Role[] {
  return Array.isArray(claimed) ? known.filter((role) => claimed.includes(role)) : [];
}

function refuse(thrown: unknown): never {
  if (thrown instanceof errors.JOSEError && !(thrown instanceof errors.JWKSTimeout))
    throw new Refusal(401, 'unauthenticated', `the token is not valid: ${thrown.code}`, {
      remedy: 'sign in again',
    });
  throw new Refusal(503, 'unavailable', 'the keys of the issuer cannot be read', {
    remedy: 'try again later',
  });
}
