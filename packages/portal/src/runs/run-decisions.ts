import { html, nothing, type TemplateResult } from 'lit';
import type { ShownProblem } from '../api/problem.ts';
import type { Run } from '../api/types.ts';
import { dateTime } from '../shared/formats.ts';
import { english } from '../shared/parts.ts';
import { type Language, type TextKey, translate } from '../texts/translate.ts';

/** What a person has ticked or typed before they decide. */
export interface Said {
  readonly switched?: boolean;
  readonly switchedBack?: boolean;
  readonly sure?: boolean;
  readonly acceptDrift?: boolean;
  readonly handled?: readonly string[];
  readonly left?: Readonly<Record<string, string>>;
}

export interface DecisionView {
  readonly language: Language;
  readonly run: Run;
  readonly said: Said;
  readonly isChecked: boolean;
  readonly isBusy: boolean;
  readonly problem: ShownProblem | undefined;
  say(change: Said): void;
  check(): void;
  act(path: string, body: object): void;
}

type Shown = TemplateResult | typeof nothing;

/** What a run in this state waits for: one view a state. */
export function decisionView(view: DecisionView): Shown {
  const { run, language } = view;
  const views: Readonly<Record<string, (view: DecisionView) => Shown>> = {
    'awaiting-cut-over': cutOver,
    soaking,
    'awaiting-finalize': finalize,
    failed: stopped,
    suspended: stopped,
    'rollback-failed': stopped,
    done: () =>
      html`<p class="note good" role="status">${translate(language, run.migration ? 'run.done.migration' : 'run.done')}</p>`,
    'rolled-back': () => html`<p class="note" role="status">${translate(language, 'run.rolledBack')}</p>`,
  };
  return (views[run.migration?.state ?? run.state] ?? (() => nothing))(view);
}

function cutOver(view: DecisionView): TemplateResult {
  const {
    language,
    run: { migration },
    said,
    isBusy,
  } = view;
  const pairs = migration?.pairs ?? [];
  return html`<section class="card stack" aria-label=${translate(language, 'run.cutOver.title')}>
    <h2>${translate(language, 'run.cutOver.title')}</h2>
    <p>${translate(language, 'run.cutOver.text')}</p>
    ${migration?.routes === 'manual' ? html`<p class="note warn">${translate(language, 'plan.routes')}</p>` : nothing}
    ${
      pairs.length === 0
        ? nothing
        : html`<h3>${translate(language, 'run.pairs')}</h3><table><thead><tr><th>${translate(language, 'column.before')}</th><th>${translate(language, 'column.after')}</th></tr></thead>
      <tbody>${pairs.map(({ from, to }) => html`<tr><td class="mono">${from}</td><td class="mono">${to}</td></tr>`)}</tbody></table>`
    }
    ${checking(view)}
    ${tick(view, 'run.switched', 'switched')} ${drift(view)}
    <div class="row"><button class="main" ?disabled=${!said.switched || isBusy} @click=${() => view.act('cut-over', driftOf(said))}>${translate(language, 'run.cutOver')}</button></div>
    ${rollingBack(view)}
  </section>`;
}

function soaking(view: DecisionView): TemplateResult {
  const {
    language,
    run: { migration },
  } = view;
  const until = migration?.soak?.until;
  const words = until === undefined ? '…' : dateTime(language, until);
  return html`<section class="card stack" aria-label=${translate(language, 'run.soak.title', { until: words })}>
    <h2>${translate(language, 'run.soak.title', { until: words })}</h2>
    ${checking(view)} ${rollingBack(view)}
  </section>`;
}

function finalize(view: DecisionView): TemplateResult {
  const {
    language,
    run: { migration },
    said,
    isBusy,
  } = view;
  const source = migration?.source ?? '';
  return html`<section class="card stack" aria-label=${translate(language, 'run.finalize.title')}>
    <h2>${translate(language, 'run.finalize.title')}</h2>
    <p>${translate(language, 'run.finalize.text')}</p>
    <p class="note ${migration?.deletesSource ? 'bad' : ''}">${translate(language, migration?.deletesSource ? 'run.finalize.deletes' : 'run.finalize.keeps', { source })}</p>
    ${checking(view)}
    ${tick(view, 'run.finalize.sure', 'sure')} ${drift(view)}
    <div class="row"><button class="main ${migration?.deletesSource ? 'danger' : ''}" ?disabled=${!said.sure || isBusy} @click=${() => view.act('finalize', driftOf(said))}>${translate(language, 'run.finalize')}</button></div>
    ${rollingBack(view)}
  </section>`;
}

function stopped(view: DecisionView): TemplateResult {
  const { language, run, said, isBusy } = view;
  const left = leftIn(said);
  return html`<section class="card stack" aria-label=${translate(language, 'run.stopped')}>
    <h2>${translate(language, 'run.stopped')}</h2>
    ${failureOf(run)}
    ${unknownSteps(run).map((step) => html`<label class="left">${translate(language, 'run.left', { step })}<input type="text" @input=${({ target }: Event) => view.say({ left: { ...said.left, [step]: target instanceof HTMLInputElement ? target.value : '' } })}></label>`)}
    ${
      run.direction === 'back'
        ? nothing
        : html`<p class="muted">${translate(language, 'run.resume.text')}</p>
      <div class="row"><button class="main" ?disabled=${isBusy} @click=${() => view.act('resume', left)}>${translate(language, 'run.resume')}</button></div>`
    }
    ${rollingBack(view)}
    <details><summary>${translate(language, 'run.unlock')}</summary>
      <div class="stack tight"><p class="muted">${translate(language, 'run.unlock.text')}</p>
      <div><button class="danger" ?disabled=${isBusy} @click=${() => view.act('unlock', {})}>${translate(language, 'run.unlock')}</button></div></div>
    </details>
  </section>`;
}

/** A rollback is one click behind a fold: it is no next step. */
function rollingBack(view: DecisionView): TemplateResult {
  const { language, run, said, isBusy } = view;
  const isBuilt = run.migration?.isBuilt ?? false;
  const handled = said.handled ?? [];
  const toggle = (step: string) => () =>
    view.say({
      handled: handled.includes(step) ? handled.filter((one) => one !== step) : [...handled, step],
    });
  const body = {
    ...(said.switchedBack && { switchedBack: true }),
    ...(handled.length > 0 && { handled }),
    ...leftIn(said),
    ...driftOf(said),
  };
  return html`<details>
    <summary>${translate(language, 'run.rollBack')}</summary>
    <div class="stack tight">
      <p class="muted">${translate(language, 'run.rollBack.text')}</p>
      ${isBuilt ? tick(view, 'run.switchedBack', 'switchedBack') : nothing}
      ${leftovers(run).map((step) => html`<label class="row"><input type="checkbox" .checked=${handled.includes(step)} @change=${toggle(step)}> ${translate(language, 'run.handled', { step })}</label>`)}
      <div><button class="danger" ?disabled=${isBusy || (isBuilt && !said.switchedBack)} @click=${() => view.act('roll-back', body)}>${translate(language, 'run.rollBack')}</button></div>
    </div>
  </details>`;
}

const checking = ({ language, isChecked, isBusy, check }: DecisionView): TemplateResult =>
  html`<div class="row"><button ?disabled=${isBusy} @click=${check}>${translate(language, 'run.check')}</button>
    ${isChecked ? html`<span class="badge good" role="status">${translate(language, 'run.checked')}</span>` : nothing}</div>`;

function tick(
  { language, said, say }: DecisionView,
  key: TextKey,
  name: 'switched' | 'switchedBack' | 'sure' | 'acceptDrift',
): TemplateResult {
  const ticked = ({ target }: Event) => say({ [name]: target instanceof HTMLInputElement && target.checked });
  return html`<label class="row"><input type="checkbox" .checked=${said[name] ?? false} @change=${ticked}> ${translate(language, key)}</label>`;
}

/** Asked only once a comparison has found a difference. */
const drift = (view: DecisionView): Shown =>
  view.problem?.status === 409 || view.said.acceptDrift ? tick(view, 'run.drift', 'acceptDrift') : nothing;

const driftOf = ({ acceptDrift }: Said): object => (acceptDrift ? { acceptDrift: true } : {});

function leftIn({ left = {} }: Said): object {
  const told = Object.entries(left).filter(([, value]) => value.trim() !== '');
  return told.length === 0 ? {} : { left: Object.fromEntries(told) };
}

function failureOf({ outcome }: Run): Shown {
  const failure: unknown = outcome?.failure ?? outcome?.reason;
  if (typeof failure !== 'object' || failure === null || !('message' in failure)) return nothing;
  const remedy = 'remedy' in failure ? `${failure.remedy}` : undefined;
  return html`<div class="note bad">${english(`${failure.message}`)}${remedy === undefined ? nothing : html`<br>→ ${english(remedy)}`}</div>`;
}

/** Steps whose outcome nobody has learnt. */
const unknownSteps = ({ steps }: Run): readonly string[] =>
  steps.filter(({ state, failure }) => state === 'started' || isUnknown(failure)).map(({ name }) => name);

const isUnknown = (failure: unknown): boolean =>
  typeof failure === 'object' && failure !== null && 'outcome' in failure && failure.outcome === 'unknown';

/** What a rollback could not undo. */
function leftovers({ outcome }: Run): readonly string[] {
  const left: unknown = outcome?.left;
  return Array.isArray(left) ? left.map(({ name }: { readonly name: unknown }) => `${name}`) : [];
}
