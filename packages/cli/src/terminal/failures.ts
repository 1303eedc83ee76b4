import type { NatError } from '@polynat/core';
import type { Io } from './io.ts';
import { paint } from './paint.ts';

/** Exit codes of the command. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  unsupported: 4,
  blocked: 5,
  /** The command worked and found differences. */
  differs: 6,
  /** Nothing was sent: a confirmation is missing, or the answer was no. */
  unconfirmed: 7,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Wrong usage; nothing has been sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** A command that needs a confirmation ran without a terminal and without `--yes`, or without the statement it asks for. */
export class Unconfirmed extends UsageError {
  constructor(what: string, remedy = 'repeat the command with --yes') {
    super(`confirmation required: ${what}`, remedy);
  }
}

/** The user answered no. */
export class Declined extends Error {
  override readonly name = 'Declined';

  constructor() {
    super('not confirmed; nothing has changed');
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

/** What a report needs of its surroundings. */
type ErrorStream = Pick<Io, 'err' | 'progress'> & { readonly colour: Pick<Io['colour'], 'err'> };

/** Writes a failure as text or JSON, without a stack trace, and returns the exit code. */
export async function report(
  thrown: unknown,
  io: ErrorStream,
  json: boolean,
  alias?: string,
): Promise<ExitCode> {
  const failure = await describe(thrown);
  const asData = json || io.progress === 'json';
  io.err(asData ? `${JSON.stringify({ error: asJson(failure, alias) })}\n` : asText(failure, io, alias));
  return failure.exit;
}

async function describe(thrown: unknown): Promise<Failure> {
  if (isNatError(thrown)) return describeNatError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Unconfirmed)
    return { exit: exitCodes.unconfirmed, code: 'unconfirmed', message, remedy: thrown.remedy };
  if (thrown instanceof UsageError)
    return { exit: exitCodes.usage, code: 'usage', message, remedy: thrown.remedy };
  if (thrown instanceof Declined) return { exit: exitCodes.unconfirmed, code: 'aborted', message };
  return { exit: exitCodes.failed, code: 'internal', message };
}

async function describeNatError(error: NatError): Promise<Failure> {
  const { code, message, remedy = await usualRemedy(code) } = error;
  const words = (text: string) => wordsOfCommand.reduce((said, [of, by]) => said.replace(of, by), text);
  const told = { message: words(message), remedy: words(remedy) };
  return { exit: byCode[code] ?? exitCodes.failed, code, ...told, details: error.toJSON() };
}

/** What the library calls by the names of its options, as the command line calls it. */
const wordsOfCommand: readonly (readonly [library: RegExp, command: string])[] = [
  [/a larger `within`/g, 'a longer --timeout'],
  [/allow (the call )?more time (\(`within`\)|with `within`)/g, 'allow more time with --timeout'],
  [/, or pass (other )?credentials\b/g, ', or name a profile or a command as `credentials` in polynat.yaml'],
  [
    /, or pass a function that gets temporary keys/g,
    ', or name a command that prints temporary keys as `credentials` in polynat.yaml',
  ],
  [/, pass its certificate as `ca`/g, ', set NODE_EXTRA_CA_CERTS to its certificate'],
  [/give the driver the option (\w+): /g, 'set `$1` of the cloud in polynat.yaml: '],
];

/** What helps when the error itself has no remedy. */
async function usualRemedy(code: NatError['code']): Promise<string> {
  const { errorMeanings } = await import('@polynat/core');
  return [errorMeanings[code].remedy, hints[code]].filter(Boolean).join('; ');
}

/** What the command line can do about it. */
const hints: Partial<Record<NatError['code'], string>> = {
  unauthenticated: '`polynat clouds` shows where they are read from',
  unsupported: '`polynat capabilities --compare` shows which clouds do',
  'not-found': 'listings print ids to copy',
  timeout: '--timeout allows more time',
};

/** The brand of `NatError`, so that a mistake on the command line loads nothing. */
const isNatError = (thrown: unknown): thrown is NatError =>
  typeof thrown === 'object' && thrown !== null && Symbol.for('@polynat/NatError') in thrown;

function asText({ message, remedy }: Failure, { colour }: ErrorStream, alias: string | undefined): string {
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
