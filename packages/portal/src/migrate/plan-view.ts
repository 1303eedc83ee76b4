import type { Gap, MigrationPlan, Step } from '@polynat/migrate';
import { type Drawable, plannedGateway } from '@polynat/pictures';
import { html, nothing, type TemplateResult } from 'lit';
import { pictureView } from '../gateway/picture.ts';
import { english, textOr } from '../shared/parts.ts';
import { type Language, tagOf, translate } from '../texts/translate.ts';

export interface PlanView {
  readonly language: Language;
  readonly plan: MigrationPlan;
  /** The gateway as it is now; without it only what will be is drawn. */
  readonly before?: Drawable;
  /** Kinds of gaps whose loss a person may accept, and what to call when they do. */
  readonly acceptable?: readonly string[];
  accept?(kind: string): void;
}

/** A plan as people read it: gaps, pictures, public IPs, traffic, steps with what they cost. */
export const planView = (view: PlanView): TemplateResult =>
  html`${gapsView(view)} ${view.plan.blocked ? nothing : html`${picturesView(view)} ${changesView(view)} ${flowsView(view)} ${stepsView(view)}`}`;

function gapsView(view: PlanView): TemplateResult {
  const { language, plan } = view;
  const blocking = plan.gaps.filter(({ severity }) => severity === 'blocking');
  const lossy = plan.gaps.filter(({ severity }) => severity !== 'blocking');
  return html`<section class="card stack tight" aria-label=${translate(language, 'plan.gaps')}>
    <h2>${translate(language, 'plan.gaps')} <span class="muted">${plan.gaps.length}</span></h2>
    ${plan.gaps.length === 0 ? html`<p class="note good">${translate(language, 'plan.noGaps')}</p>` : nothing}
    ${blocking.length > 0 ? html`<h3>${translate(language, 'plan.blocking')}</h3>${blocking.map((gap) => gapView(view, gap))}` : nothing}
    ${lossy.length > 0 ? html`<h3>${translate(language, 'plan.lossy')}</h3>${lossy.map((gap) => gapView(view, gap))}` : nothing}
  </section>`;
}

function gapView(
  { language, acceptable = [], accept }: PlanView,
  { kind, severity, accepted, where, what, why, remedy }: Gap,
): TemplateResult {
  const isBlocking = severity === 'blocking';
  return html`<div class="note ${isBlocking ? 'bad' : ''}">
    <strong>${english(what)}</strong> <code class="muted">${where}</code>
    ${accepted ? html`<span class="badge">${translate(language, 'plan.accepted')}</span>` : nothing}
    <div>${english(why)}. → ${english(remedy)}.</div>
    ${isBlocking && accept && acceptable.includes(kind) ? html`<button @click=${() => accept(kind)}>${translate(language, 'plan.accept')}</button>` : nothing}
  </div>`;
}

function picturesView({ language, plan, before }: PlanView): TemplateResult {
  const after = plannedGateway(plan, before);
  const figures = [...(before ? [['plan.before', before] as const] : []), ['plan.after', after] as const];
  return html`<section class="card stack">${figures.map(
    ([key, drawable]) =>
      html`<div class="stack tight"><h2>${translate(language, key)}</h2>${pictureView(language, drawable, translate(language, key))}</div>`,
  )}</section>`;
}

function changesView({ language, plan }: PlanView): TemplateResult | typeof nothing {
  if (plan.changes.length === 0) return nothing;
  const rows = plan.changes.map((change) => change.split(' → ', 2));
  return html`<section class="card stack tight">
    <h2>${translate(language, 'plan.changes')}</h2>
    ${tableOf(language, ['column.before', 'column.after'], rows)}
    ${plan.cutOver?.routes === 'manual' ? html`<p class="note warn">${translate(language, 'plan.routes')}</p>` : nothing}
  </section>`;
}

function flowsView({ language, plan: { flows } }: PlanView): TemplateResult | typeof nothing {
  if (!flows) return nothing;
  if (flows.length === 0) return html`<p class="note good">${translate(language, 'plan.noFlows')}</p>`;
  const count = (covers: number) =>
    covers > 1
      ? ` ${translate(language, 'plan.more', { count: (covers - 1).toLocaleString(tagOf(language)) })}`
      : '';
  const rows = flows.map(({ packet, covers, before, after }) => [`${packet}${count(covers)}`, before, after]);
  return html`<section class="card stack tight"><h2>${translate(language, 'plan.flows')}</h2>${tableOf(language, ['column.flow', 'column.before', 'column.after'], rows)}</section>`;
}

const tableOf = (
  language: Language,
  titles: readonly ('column.flow' | 'column.before' | 'column.after')[],
  rows: readonly (readonly string[])[],
): TemplateResult =>
  html`<div class="scroll"><table>
    <thead><tr>${titles.map((title) => html`<th>${translate(language, title)}</th>`)}</tr></thead>
    <tbody lang="en">${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td class="mono">${cell}</td>`)}</tr>`)}</tbody>
  </table></div>`;

function stepsView({ language, plan: { stages, cutOver } }: PlanView): TemplateResult {
  const all = [
    ...stages.map(({ title, steps }) => ({ title: stageTitle(language, title), steps })),
    ...(cutOver && cutOver.finalize.length > 0
      ? [{ title: translate(language, 'plan.finalize'), steps: cutOver.finalize }]
      : []),
  ];
  return html`<section class="card stack">
    <h2>${translate(language, 'plan.steps')} <span class="muted">${all.reduce((sum, { steps }) => sum + steps.length, 0)}</span></h2>
    ${all.map(({ title, steps }) => html`<div class="stack tight"><h3>${title}</h3><ul class="steps">${steps.map((step) => stepView(language, step))}</ul></div>`)}
  </section>`;
}

const stepView = (language: Language, { kind, summary }: Step): TemplateResult => {
  const cost = textOr(language, `plan.cost.${kind}`, '');
  return html`<li>${english(summary)} ${cost === '' ? nothing : html`<span class="badge warn">${cost}</span>`}</li>`;
};

export const stageTitle = (language: Language, title: string): string =>
  textOr(language, `stage.${title}`, title);
