import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import type { CloudFailure, Gateway, Listed } from '../api/types.ts';
import { expiryOf } from '../fleet/choose-rows.ts';
import { writesAt } from '../forms/placements.ts';
import { FormDialog } from '../shared/form-dialog.ts';
import { dateTime, daysUntil, relative } from '../shared/formats.ts';
import { failureNotes, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import { tagOf } from '../texts/translate.ts';
import { calendarOf, type Month } from './calendar.ts';

const look = css`
  .soon {
    color: var(--warn);
    font-weight: 550;
  }
  .over {
    color: var(--bad);
    font-weight: 550;
  }
  table {
    table-layout: fixed;
  }
  th:last-child {
    width: 110px;
  }
`;

/** Prepaid gateways by the month in which they expire, and their renewal. */
export class RenewalsElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  #months: readonly Month[] = [];
  #failures: readonly CloudFailure[] = [];
  #readAt: string | undefined;
  readonly #form = new FormDialog(this);

  protected override async load(refresh = false): Promise<void> {
    this.problem = undefined;
    const all: Gateway[] = [];
    for await (const page of this.client.pages<Listed<Gateway>>('/gateways', {
      query: { refresh },
      signal: this.signal,
    })) {
      all.push(...page.items);
      this.#failures = page.failures;
      this.#readAt = Object.values(page.readAt).sort()[0];
      refresh = false;
    }
    this.#months = calendarOf(all, Date.now());
  }

  override render(): TemplateResult {
    const refresh = () => void this.during(() => this.load(true));
    const all = this.#months.flatMap(({ gateways }) => gateways);
    const soon = all.filter((gateway) => daysUntil(expiryOf(gateway) ?? '9999', Date.now()) < 14).length;
    return html`<div class="stack">
      <div class="row spread"><h1>${this.t('renewals.title')}</h1>${freshness(this.language, this.#readAt, { loading: this.loading > 0, refresh })}</div>
      ${problemNote(this.language, this.problem)} ${failureNotes(this.language, this.#failures)}
      ${
        all.length === 0
          ? this.loading > 0
            ? nothing
            : html`<p class="muted">${this.t('renewals.none')}</p>`
          : html`<p class="row"><span class="badge">${this.t('renewals.count', { count: all.length })}</span>${soon > 0 ? html`<span class="badge warn">${this.t('renewals.dueSoon', { count: soon })}</span>` : nothing}</p>`
      }
      ${this.#months.map((month) => this.#month(month))}
      ${this.#form.view(this.language, () => void this.during(() => this.load(true)))}
    </div>`;
  }

  #month({ key, gateways }: Month): TemplateResult {
    return html`<section class="card stack tight">
      <h2>${this.#titleOf(key)} <span class="muted">${gateways.length}</span></h2>
      <div class="scroll"><table class="cards">
        <thead><tr><th>${this.t('column.name')}</th><th>${this.t('column.expires')}</th><th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead>
        <tbody>${gateways.map((gateway) => this.#row(gateway))}</tbody>
      </table></div>
    </section>`;
  }

  #titleOf(key: string): string {
    if (key === 'expired') return this.t('renewals.expired');
    if (key === 'undated') return this.t('renewals.undated');
    const format = new Intl.DateTimeFormat(tagOf(this.language), {
      year: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    });
    return format.format(new Date(`${key}-01T00:00:00Z`));
  }

  #row(gateway: Gateway): TemplateResult {
    const { ref, name, billing } = gateway;
    const expires = expiryOf(gateway);
    const days = expires === undefined ? Number.POSITIVE_INFINITY : daysUntil(expires, Date.now());
    const tone = days < 0 ? 'over' : days < 14 ? 'soon' : '';
    const isAutomatic = billing.mode === 'prepaid' && billing.autoRenew === true;
    return html`<tr>
      <td>${this.opening('gateway', ref, name === '' ? ref : name)}<br><span class="muted small mono">${ref}</span></td>
      <td>${expires === undefined ? '' : html`<span class=${tone}>${relative(this.language, expires, Date.now())}</span><br><span class="muted small">${dateTime(this.language, expires)}</span>`} ${isAutomatic ? html`<span class="badge good">${this.t('renewals.auto')}</span>` : nothing}</td>
      <td class="actions">${writesAt('billing').map((mutation) => html`<button aria-label="${textOr(this.language, `write.${mutation}`, mutation)}: ${name}" @click=${() => this.#form.open({ mutation, target: ref, item: '' })}>${textOr(this.language, `write.${mutation}`, mutation)}</button>`)}</td>
    </tr>`;
  }
}
