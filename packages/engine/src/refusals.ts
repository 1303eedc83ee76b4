import { NatError } from '@polynat/core';
import { same } from './json.ts';
import type { Accounts } from './port.ts';
import type { GivenAnswer, LineOf } from './records.ts';
import type { RunHistory } from './run-history.ts';
import { requireStarted } from './statements.ts';
import type { WaitEnd } from './wait-history.ts';
import type { Answer } from './waiting.ts';

/** Under another account its steps would act on strangers, and what it has made would seem to be gone. */
export function refuseOtherAccount(id: string, { begun }: RunHistory, accounts: Accounts | undefined): void {
  for (const [alias, account] of Object.entries(begun?.accounts ?? {})) {
    const now = accounts?.[alias];
    if (now === undefined || now === account) continue;
    const what = `run ${id} acts for account ${account} of ${alias}, which is account ${now} now`;
    throw new NatError('failed-precondition', what, {
      field: `accounts.${alias}`,
      remedy: `use credentials of account ${account} for ${alias}; if it is another key of the same account, do not check the account: anyAccount, --any-account`,
    });
  }
}

export function refuseOther(id: string, history: RunHistory, wanted: LineOf<'begun'>): void {
  const { begun } = history;
  refuseOtherAccount(id, history, wanted.accounts);
  const isSame =
    begun?.procedure === wanted.procedure &&
    same(begun.input, wanted.input) &&
    same(begun.locks, wanted.locks);
  if (isSame) return;
  throw new NatError('already-exists', `run ${id} exists with another procedure, input or set of locks`, {
    field: 'id',
    remedy: 'use an id that is a hash of the input, or resume the run by its id',
  });
}

export function requireName(text: string, field = 'who'): string {
  if (text.trim() !== '') return text;
  throw new NatError('invalid-argument', 'needs a name', { field });
}

export function refuseAnswer(id: string, { status, direction, ended }: RunHistory): void {
  if (!ended && direction === 'forward') return;
  const state = ended ? status : 'being rolled back';
  throw new NatError('failed-precondition', `run ${id} is ${state} and takes no answers`, {
    remedy: 'no action needed',
  });
}

export function refuseOtherAnswer(
  id: string,
  name: string,
  given: GivenAnswer | WaitEnd,
  wanted: Answer,
): void {
  const at = new Date(given.at).toISOString();
  if (!('value' in given)) {
    throw new NatError('failed-precondition', `run ${id} stopped waiting for ${name} at ${at}`, {
      remedy: `resume run ${id}: it goes on without an answer`,
    });
  }
  if (given.by === wanted.by && same(given.value, wanted.value)) return;
  throw new NatError('already-exists', `${given.by} answered ${name} of run ${id} at ${at}`, {
    remedy: `show run ${id} to see the answer`,
  });
}

export function refuseRollBack(id: string, history: RunHistory, handled: readonly string[]): void {
  if (history.status === 'done') {
    throw new NatError('failed-precondition', `run ${id} is done and has given up its locks`, {
      remedy: 'make a new plan that leads back',
    });
  }
  requireStarted(id, history, handled, 'handled');
}

/** The process that works on the run has read its journal already. */
export function refuseWhileWorking(id: string): never {
  throw new NatError('failed-precondition', `run ${id} is at work and cannot take a statement now`, {
    field: 'left',
    remedy: 'wait until it has stopped, or stop it',
  });
}
