import { NatError } from '@polynat/core';

/** What the doctor found out about one point. */
export interface Check {
  readonly alias: string;
  readonly check: string;
  /** `none`: there was nothing to check, or the cloud does not support it. */
  readonly state: 'ok' | 'failed' | 'none';
  /** Without names and ids of the account. */
  readonly detail: string;
  readonly remedy?: string;
}

type Finding = Omit<Check, 'alias' | 'check'>;

export const fine = (detail: string): Finding => ({ state: 'ok', detail });
export const nothing = (detail: string): Finding => ({ state: 'none', detail });

/** The message of an error may quote names and ids: the report has its codes alone. */
export function failure(thrown: unknown): Finding {
  const { code, provider, remedy } = NatError.from(thrown);
  if (code === 'unsupported') return nothing('this cloud does not support it');
  const words = [
    code,
    provider?.code,
    provider?.status === undefined ? undefined : `HTTP ${provider.status}`,
  ];
  return {
    state: 'failed',
    detail: words.filter(Boolean).join(', '),
    ...(remedy !== undefined && { remedy }),
  };
}

export const failed = (detail: string, remedy: string): Finding => ({ state: 'failed', detail, remedy });
