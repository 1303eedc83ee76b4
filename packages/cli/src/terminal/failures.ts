import type { NatError } from '@polynat/core';
import type { Io } from './io.ts';
import { paint } from './paint.ts';

/** What the shell learns from a command. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  unsupported: 4,
  blocked: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command used in a way it cannot be; nothing has been sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** The person at the terminal said no. */
export class Declined extends Error {
  override readonly name = 'Declined';

  constructor() {
    super('stopped: not confirmed, and nothing was changed');
  }
}

const byCode: Partial<Record<NatError['code'], ExitCode>> = {
  'invalid-argument': exitCodes.usage,
  'not-found': exitCodes.notFound,
  unsupported: exitCodes.unsupported,
};

interface Failure {
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly details?: Record<string, unknown>;
}

/** Tells a failure once, in the form that was asked for, and answers the exit code. Never a stack trace. */
export function report(thrown: unknown, io: Io, json: boolean, alias?: string): ExitCode {
  const failure = describe(thrown);
  io.err(json ? `${JSON.stringify({ error: asJson(failure, alias) })}\n` : asText(failure, io, alias));
  return failure.exit;
}

function describe(thrown: unknown): Failure {
  if (isNatError(thrown)) return describeNatError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof UsageError)
    return { exit: exitCodes.usage, code: 'usage', message, remedy: thrown.remedy };
  return { exit: exitCodes.failed, code: thrown instanceof Declined ? 'aborted' : 'internal', message };
}

function describeNatError(error: NatError): Failure {
  const { code, message, remedy = usualRemedy[code] } = error;
  return { exit: byCode[code] ?? exitCodes.failed, code, message, remedy, details: error.toJSON() };
}

/** What helps when the error itself does not know better. */
const usualRemedy: Partial<Record<NatError['code'], string>> = {
  unauthenticated: 'check the keys of this alias: `polynat clouds` shows where they are read from',
  forbidden: 'ask the owner of the account for permission to make this call',
  throttled: 'wait a little and run the command again',
  unavailable: 'check the network, the proxy and the endpoint of this alias, then run the command again',
  timeout: 'look at the resource, then run the command again with a longer --timeout',
  aborted: 'nothing more is sent; look at the resource before you repeat the command',
  'not-found': 'check the id and the region: listings print them ready to be copied',
  'payment-required': 'top up the account of this cloud',
  'quota-exceeded': 'delete what is not needed, or ask the provider to raise the quota',
};

/** The brand of `NatError`, so that telling an error loads nothing. */
const isNatError = (thrown: unknown): thrown is NatError =>
  typeof thrown === 'object' && thrown !== null && Symbol.for('@polynat/NatError') in thrown;

function asText({ message, remedy }: Failure, { colour }: Io, alias: string | undefined): string {
  const head = paint(alias === undefined ? message : `${alias}: ${message}`, 'bad', colour.err);
  return remedy === undefined || message.includes(remedy) ? `${head}\n` : `${head}\n→ ${remedy}\n`;
}

const asJson = ({ code, message, remedy, details }: Failure, alias: string | undefined) => ({
  ...details,
  code,
  message,
  remedy,
  alias,
});
