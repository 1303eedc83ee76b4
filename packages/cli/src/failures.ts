import type { NatError } from '@polynat/core';
import type { Io } from './io.ts';

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

/** A plan that waits for decisions. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
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
  readonly remedy?: string;
  readonly details?: Record<string, unknown>;
}

/** Tells a failure once, in the form that was asked for, and answers the exit code. Never a stack trace. */
export function report(thrown: unknown, io: Io, json: boolean): ExitCode {
  const failure = describe(thrown);
  io.err(json ? `${JSON.stringify({ error: asJson(failure) })}\n` : asText(failure, io.colour));
  return failure.exit;
}

function describe(thrown: unknown): Failure {
  if (thrown instanceof UsageError) {
    return { exit: exitCodes.usage, code: 'usage', message: thrown.message, ...remedyOf(thrown.remedy) };
  }
  if (thrown instanceof BlockedError)
    return { exit: exitCodes.blocked, code: 'blocked', message: thrown.message };
  if (isNatError(thrown)) {
    const remedy = thrown.remedy ?? usualRemedy[thrown.code];
    const exit = byCode[thrown.code] ?? exitCodes.failed;
    return {
      exit,
      code: thrown.code,
      message: thrown.message,
      ...remedyOf(remedy),
      details: thrown.toJSON(),
    };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { exit: exitCodes.failed, code: 'internal', message };
}

const remedyOf = (remedy: string | undefined) => (remedy === undefined ? {} : { remedy });

/** What helps when the error itself does not know better. */
const usualRemedy: Partial<Record<NatError['code'], string>> = {
  unauthenticated: 'check the keys of this alias: `polynat clouds` shows where they are read from',
  forbidden: 'ask the owner of the account for permission to make this call',
  throttled: 'wait a little and run the command again',
  unavailable: 'check the network, the proxy and the endpoint of this alias, then run the command again',
  timeout: 'look at the resource, then run the command again with a longer --timeout',
  'payment-required': 'top up the account of this cloud',
  'quota-exceeded': 'delete what is not needed, or ask the provider to raise the quota',
};

/** The brand of `NatError`, so that telling an error loads nothing. */
const isNatError = (thrown: unknown): thrown is NatError =>
  typeof thrown === 'object' && thrown !== null && Symbol.for('@polynat/NatError') in thrown;

function asText({ message, remedy }: Failure, colour: boolean): string {
  const head = colour ? `\u001b[31m${message}\u001b[39m` : message;
  return remedy === undefined || message.includes(remedy) ? `${head}\n` : `${head}\n→ ${remedy}\n`;
}

const asJson = ({ code, message, remedy, details }: Failure) => ({
  ...details,
  code,
  message,
  ...remedyOf(remedy),
});
