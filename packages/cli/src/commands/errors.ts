import type { ErrorCode } from '@polynat/core';
import type { Answer, CommandSpec } from '../command.ts';
import { UsageError } from '../failures.ts';
import type { Session } from '../session.ts';
import { sheet, table } from '../table.ts';

/** What each code means and what to do. */
const meanings: Readonly<Record<ErrorCode, readonly [meaning: string, remedy: string]>> = {
  'not-found': [
    'the gateway, rule or address does not exist',
    'check the id and the region; it may have been deleted',
  ],
  'already-exists': [
    'something like it is there already',
    'use what is there, or choose another name or port',
  ],
  'invalid-argument': [
    'a value does not fit; nothing was sent, or the cloud refused it',
    'correct the field the message names',
  ],
  unsupported: [
    'this cloud cannot do it',
    'follow the remedy in the message; `polynat capabilities --compare` shows who can',
  ],
  conflict: [
    'it collides with something else that is going on or has changed',
    'look at the present state, then try again',
  ],
  busy: ['the resource is being changed by somebody', 'wait; Polynat waits by itself until the deadline'],
  'quota-exceeded': [
    'the account holds as many as it may',
    'delete what is not needed, or ask the provider to raise the quota',
  ],
  throttled: [
    'too many requests',
    'slow down; Polynat does so by itself and honours what the cloud asks for',
  ],
  unauthenticated: [
    'the keys are missing, wrong or expired',
    'check where this alias reads its keys: `polynat clouds`',
  ],
  forbidden: ['the keys are good, but may not do this', 'ask the owner of the account for the permission'],
  'payment-required': ['the account has no money or credit for it', 'top up the account'],
  'failed-precondition': ['something else has to be done first', 'follow the remedy in the message'],
  unavailable: [
    'the cloud or the network does not answer',
    'check network, proxy and endpoint, then try again',
  ],
  timeout: [
    'it took longer than allowed; the work may go on in the cloud',
    'look at the resource before you repeat the call',
  ],
  aborted: ['the caller stopped it', 'look at the resource: what the cloud had accepted goes on'],
  protocol: [
    'the answer was not what the cloud promises, such as HTML from a proxy',
    'check what stands between you and the cloud',
  ],
  internal: [
    'a fault inside the cloud or inside Polynat',
    'try again; report it with the request id if it stays',
  ],
};

export const errorCommands: readonly CommandSpec[] = [
  {
    usage: 'errors explain [code]',
    summary: 'what an error code means and what to do; codes of the clouds work too',
    options: [['--cloud <alias>', 'look the code up for this cloud only']],
    run: async (session, [code]) => {
      if (code === undefined) return everyCode();
      const own = rows.find((row) => row.code === code);
      return own ? explained({ ...own }) : explainNative(session, code);
    },
  },
];

interface Row {
  readonly code: string;
  readonly meaning: string;
  readonly remedy: string;
}

const rows: readonly Row[] = Object.entries(meanings).map(([code, [meaning, remedy]]) => ({
  code,
  meaning,
  remedy,
}));

const columns = [
  { title: 'code', of: ({ code }: Row) => code },
  { title: 'meaning', of: ({ meaning }: Row) => meaning },
  { title: 'remedy', of: ({ remedy }: Row) => remedy },
];

const everyCode = (): Answer => ({ json: rows, text: table(rows, columns, '') });

async function explainNative(session: Session, code: string): Promise<Answer> {
  for (const alias of (await session.clouds()).aliases) {
    const known = (await session.driver(alias)).explainError?.(code);
    if (known) return explained({ code, cloud: alias, ...factsOf(known) });
  }
  throw new UsageError(`nobody knows the code "${code}"`, 'see all codes with `polynat errors explain`');
}

function factsOf({ code, retryable }: { readonly code: ErrorCode; readonly retryable: boolean }) {
  const [meaning, remedy] = meanings[code];
  const again = retryable ? 'Polynat tries it again by itself' : 'trying again as it is does not help';
  return { means: code, meaning, remedy: `${remedy}; ${again}` };
}

const explained = (facts: Readonly<Record<string, string>>): Answer => ({ json: facts, text: sheet(facts) });
