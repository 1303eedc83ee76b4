import type { CloudFailure, ErrorCode, Gateway, NatError } from '@polynat/core';

/** A gateway that a policy leaves as it is. */
export interface Skipped<Reason extends string> {
  readonly ref: string;
  readonly name: string;
  readonly reason: Reason;
  /** The reason in words. */
  readonly why: string;
  /** The earlier run that is the reason. */
  readonly run?: string;
}

/** A gateway that should be changed and is not, or a cloud or file that hides which ones should. */
export interface FailedGateway {
  readonly ref?: string;
  readonly name?: string;
  /** Where no gateway can be named. */
  readonly cloud?: string;
  /** A file that holds no plan that can be used. */
  readonly file?: string;
  readonly code?: ErrorCode;
  readonly message: string;
  readonly remedy?: string;
  readonly run?: string;
}

/** What a decision on a gateway comes to when it is not changed. */
export type Left<Reason extends string> =
  | { readonly is: 'skipped'; readonly reason: Reason; readonly why: string; readonly run?: string }
  | { readonly is: 'refused'; readonly error: NatError; readonly run?: string };

export const skipped = <Reason extends string>(reason: Reason, why: string, run?: string) =>
  ({ is: 'skipped', reason, why, ...(run !== undefined && { run }) }) as const;

export const refused = (error: NatError, run?: string) =>
  ({ is: 'refused', error, ...(run !== undefined && { run }) }) as const;

export const failureOf = (
  { ref, name }: Pick<Gateway, 'name'> & { readonly ref: { toString(): string } },
  { code, plain, remedy }: NatError,
  run?: string,
): FailedGateway => ({
  ...{ ref: `${ref}`, name, code, message: plain },
  ...(remedy !== undefined && { remedy }),
  ...(run !== undefined && { run }),
});

export const silentCloud = ({ cloud, error }: CloudFailure): FailedGateway => ({
  cloud,
  code: error.code,
  message: `cannot list the gateways of ${cloud}: ${error.plain}`,
  remedy: error.remedy ?? 'do it again when the cloud responds: what is due there is not known',
});
