import { html, nothing, type TemplateResult } from 'lit';
import type { ShownProblem } from '../api/problem.ts';
import type { CloudFailure } from '../api/types.ts';
import { type Language, translate, translateKnown } from '../texts/translate.ts';
import { relative } from './formats.ts';

type Shown = TemplateResult | typeof nothing;

const tones: Readonly<Record<string, string>> = {
  ...{ available: 'good', done: 'good', approved: 'good', good: 'good', verified: 'good' },
  ...{
    creating: 'busy',
    updating: 'busy',
    pending: 'busy',
    running: 'busy',
    started: 'busy',
    queued: 'busy',
  },
  ...{ deleting: 'warn', suspended: 'warn', waiting: 'warn', 'waiting-for-approval': 'warn', expired: 'bad' },
  ...{
    'awaiting-cut-over': 'warn',
    soaking: 'warn',
    'awaiting-finalize': 'warn',
    retrying: 'warn',
    undoing: 'warn',
  },
  ...{ failed: 'bad', rejected: 'bad', 'rollback-failed': 'bad', denied: 'bad', 'undo-failed': 'bad' },
  ...{ 'arrears-locked': 'bad', 'security-locked': 'bad' },
};

/** A state as a word in a colour; the word says it alone too. */
export const badge = (language: Language, state: string): TemplateResult =>
  html`<span class="badge ${tones[state] ?? ''}">${translateKnown(language, `state.${state}`) ?? state}</span>`;

/** Words of the server or of a cloud, which come in English whatever the language of the page. */
export const english = (text: string): TemplateResult => html`<span lang="en">${text}</span>`;

/** What went wrong, whether something may have happened, and what to do about it. */
export function problemNote(language: Language, problem: ShownProblem | undefined): Shown {
  if (!problem) return nothing;
  const title = translateKnown(language, `problem.${problem.status === 0 ? 'unreached' : problem.code}`);
  const { provider } = problem;
  return html`<div class="note bad stack tight" role="alert">
    <strong>${problem.status === 401 ? translate(language, 'problem.signIn') : (title ?? problem.code)}</strong>
    ${problem.status === 401 ? nothing : english(problem.detail)}
    ${problem.outcome === 'unknown' && problem.status !== 401 ? html`<span>${translate(language, 'problem.outcomeUnknown')}</span>` : nothing}
    ${problem.remedy === undefined || problem.status === 401 ? nothing : html`<span>→ ${english(problem.remedy)}</span>`}
    ${provider?.requestId === undefined ? nothing : html`<span class="small muted">${provider.cloud} · <code>${provider.requestId}</code></span>`}
  </div>`;
}

/** Clouds that did not answer, told in the place of what they would have shown. */
export const failureNotes = (language: Language, failures: readonly CloudFailure[]): Shown =>
  failures.length === 0
    ? nothing
    : html`<div class="stack tight">
        ${failures.map(
          ({ cloud, error }) => html`<div class="note warn" role="status">
            <strong>${translate(language, 'fleet.failed', { cloud })}</strong> ${english(error.detail)}
            ${error.remedy === undefined ? nothing : html`<br>→ ${english(error.remedy)}`}
          </div>`,
        )}
      </div>`;

/** How old what is shown is, and a button that asks the clouds anew. */
export function freshness(
  language: Language,
  at: string | undefined,
  { loading, refresh }: { readonly loading: boolean; readonly refresh: () => void },
): TemplateResult {
  const age =
    at === undefined ? '' : translate(language, 'read.age', { age: relative(language, at, Date.now()) });
  return html`<span class="row">
    ${loading ? html`<span class="spin" aria-hidden="true"></span>` : nothing}
    <span class="muted small" role="status">${loading ? translate(language, 'read.loading') : age}</span>
    <button @click=${refresh} ?disabled=${loading}>${translate(language, 'read.refresh')}</button>
  </span>`;
}

/** What a cloud cannot do: why, and what to do instead. */
export const cannot = (
  language: Language,
  { reason, remedy }: { readonly reason: string; readonly remedy: string },
): TemplateResult =>
  html`<span class="small muted">${translate(language, 'cannot')} ${english(reason)}. → ${english(remedy)}.</span>`;

/** What a change does beside changing a setting. */
export const effectBadges = (language: Language, effects: readonly string[]): TemplateResult =>
  html`${effects.map(
    (effect) =>
      html`<span class="badge ${effect === 'deletes' || effect === 'cuts-over' ? 'bad' : 'warn'}">${translateKnown(language, `effect.${effect}`) ?? effect}</span>`,
  )}`;

export const textOr = (language: Language, key: string, fallback: string): string =>
  translateKnown(language, key) ?? fallback;
