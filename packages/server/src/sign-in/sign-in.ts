import type { Principal } from '@polynat/access';

/** Who sends a request. */
export interface SignIn {
  /** `undefined` when the request names nobody. Rejects when it names somebody and proves it badly. */
  authenticate(request: Request): Promise<Principal | undefined> | Principal | undefined;
  /** Answers requests of its own, below the path of the server, such as the one-time link. */
  answer?(request: Request, base: string): Promise<Response | undefined>;
}

export type Authenticate = SignIn | SignIn['authenticate'];

export const signInOf = (given: Authenticate): SignIn =>
  typeof given === 'function' ? { authenticate: given } : given;
