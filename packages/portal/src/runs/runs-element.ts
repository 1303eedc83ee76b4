import { html, nothing, type TemplateResult } from 'lit';
import type { Listed, OperationView, Run } from '../api/types.ts';
import { dateTime } from '../shared/formats.ts';
import { badge, effectBadges, english, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { planOf } from './timeline.ts';

/** What was done and is being done: runs of plans and fleets, and single changes. */
export class RunsElement extends PolynatElement {
  #runs: readonly Run[] = [];
  #operations: readonly OperationView[] = [];
  #readAt: string | undefined;

  protected override async load(): Promise<void> {
    this.problem = undefined;
    const { signal } = this;
    const [runs, operations] = await Promise.all([
      this.client.get<Listed<Run>>('/runs', { signal }),
      this.client.get<Listed<OperationView>>('/operations', { signal }),
    ]);
    this.#runs = runs.items;
    this.#operations = operations.items;
    this.#readAt = new Date().toISOString();
  }

  override render(): TemplateResult {
    const refresh = () => void this.during(() => this.load());
    const none = html`<p class="muted">${this.loading > 0 ? '' : this.t('runs.none')}</p>`;
    return html`<div class="stack">
      <div class="row spread"><h1>${this.t('runs.title')}</h1>${freshness(this.language, this.#readAt, { loading: this.loading > 0, refresh })}</div>
      ${problemNote(this.language, this.problem)}
      <section class="card stack tight"><h2>${this.t('runs.plans')}</h2>
        ${
          this.#runs.length === 0
            ? none
            : html`<div class="scroll"><table class="cards">
          <thead><tr>${(['column.what', 'column.state', 'column.created'] as const).map((key) => html`<th>${this.t(key)}</th>`)}</tr></thead>
          <tbody>${this.#runs.map((run) => this.#run(run))}</tbody></table></div>`
        }
      </section>
      <section class="card stack tight"><h2>${this.t('runs.operations')}</h2>
        ${
          this.#operations.length === 0
            ? none
            : html`<div class="scroll"><table class="cards">
          <thead><tr>${(['column.what', 'column.target', 'column.state', 'column.by', 'column.created'] as const).map((key) => html`<th>${this.t(key)}</th>`)}</tr></thead>
          <tbody>${this.#operations.map((operation) => this.#operation(operation))}</tbody></table></div>`
        }
      </section>
    </div>`;
  }

  #run(run: Run): TemplateResult {
    const { id, procedure, state, created, migration } = run;
    const { source, target } = planOf(run) ?? {};
    const title = migration
      ? this.t('run.migration')
      : textOr(this.language, `run.procedure.${procedure}`, procedure);
    const from = source?.ref ?? '';
    const to = target?.ref ?? target?.cloud ?? '';
    return html`<tr>
      <td>${this.opening('run', id, title)}<br><span class="muted small mono">${from === '' && to === '' ? id : `${from} → ${to}`}</span></td>
      <td>${badge(this.language, migration?.state ?? state)}</td>
      <td class="small">${dateTime(this.language, created)}</td>
    </tr>`;
  }

  #operation({ mutation, target, state, by, created, effects, failure }: OperationView): TemplateResult {
    return html`<tr>
      <td>${textOr(this.language, `write.${mutation}`, mutation)} ${effectBadges(this.language, effects)}</td>
      <td class="mono small">${target}</td>
      <td>${badge(this.language, state)}${failure ? html`<br><span class="small">${english(failure.message)}</span>` : nothing}</td>
      <td>${by}</td>
      <td class="small">${dateTime(this.language, created)}</td>
    </tr>`;
  }
}
