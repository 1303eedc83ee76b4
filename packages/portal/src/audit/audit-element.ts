import { html, nothing, type TemplateResult } from 'lit';
import type { AuditRecord } from '../api/types.ts';
import { dateTime } from '../shared/formats.ts';
import { badge, english, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';

interface Page {
  readonly items: readonly AuditRecord[];
  readonly next?: string;
  readonly total: number;
  readonly fault?: { readonly line: number; readonly why: string };
}

/** Who asked for what, who approved, and what came of it; and whether the log is as it was written. */
export class AuditElement extends PolynatElement {
  #records: readonly AuditRecord[] = [];
  #page: Page | undefined;
  #readAt: string | undefined;

  protected override async load(): Promise<void> {
    this.problem = undefined;
    this.#page = await this.client.get<Page>('/audit', { signal: this.signal });
    this.#records = this.#page.items;
    this.#readAt = new Date().toISOString();
  }

  async #older(): Promise<void> {
    this.#page = await this.client.get<Page>('/audit', {
      query: { cursor: this.#page?.next },
      signal: this.signal,
    });
    this.#records = [...this.#records, ...this.#page.items];
  }

  override render(): TemplateResult {
    const refresh = () => void this.during(() => this.load());
    const { fault, total = 0, next } = this.#page ?? {};
    return html`<div class="stack">
      <div class="row spread"><h1>${this.t('audit.title')}</h1>${freshness(this.language, this.#readAt, { loading: this.loading > 0, refresh })}</div>
      ${problemNote(this.language, this.problem)}
      ${fault ? html`<p class="note bad" role="alert">${this.t('audit.fault', { line: fault.line })} ${english(fault.why)}</p>` : nothing}
      ${this.#page && !fault ? html`<p class="note good">${this.t('audit.intact', { count: total })}</p>` : nothing}
      ${
        this.#records.length === 0
          ? nothing
          : html`<section class="card"><div class="scroll"><table class="cards">
        <thead><tr>${(['column.at', 'column.by', 'column.what', 'column.target', 'column.event'] as const).map((key) => html`<th>${this.t(key)}</th>`)}</tr></thead>
        <tbody>${this.#records.map((record) => this.#row(record))}</tbody>
      </table></div></section>`
      }
      ${next === undefined ? nothing : html`<div><button ?disabled=${this.loading > 0} @click=${() => void this.during(() => this.#older())}>${this.t('audit.more')}</button></div>`}
    </div>`;
  }

  #row({
    at,
    who,
    via,
    event,
    action,
    ref,
    cloud,
    run,
    reason,
    approvedBy,
    requests = [],
  }: AuditRecord): TemplateResult {
    const { language } = this;
    const what = textOr(language, `write.${action}`, textOr(language, `action.${action}`, action));
    return html`<tr>
      <td class="small">${dateTime(language, at)}</td>
      <td>${who} <span class="muted small">${textOr(language, `audit.${via}`, via)}</span></td>
      <td>${what}${run === undefined ? nothing : html`<br><span class="muted small mono">${run.slice(0, 20)}</span>`}</td>
      <td class="mono small">${ref ?? cloud ?? ''}</td>
      <td>${badge(language, event)}${approvedBy === undefined ? nothing : html`<br><span class="small">${this.t('approvals.decidedBy', { by: approvedBy })}</span>`}
        ${reason === undefined ? nothing : html`<br><span class="small">${english(reason)}</span>`}
        ${requests.length === 0 ? nothing : html`<br><span class="muted small mono">${requests.join(' ')}</span>`}</td>
    </tr>`;
  }
}
