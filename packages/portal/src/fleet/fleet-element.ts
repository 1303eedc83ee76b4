import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CloudFailure, Gateway, Listed } from '../api/types.ts';
import { date, daysUntil, relative, sizeWords } from '../shared/formats.ts';
import { badge, failureNotes, freshness, problemNote } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import { tagOf } from '../texts/translate.ts';
import {
  type Column,
  chooseRows,
  cloudOf,
  columns,
  everything,
  expiryOf,
  type FleetFilter,
  type Order,
} from './choose-rows.ts';
import { rowWindow } from './row-window.ts';

const look = css`
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .filters input[type='search'] {
    flex: 1 1 220px;
  }
  .table {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: auto;
    height: min(var(--polynat-fleet-height, min(72vh, 760px)), max(var(--rows), 160px));
    position: relative;
    contain: strict;
  }
  .line {
    display: grid;
    grid-template-columns: minmax(170px, 2.2fr) minmax(150px, 1.5fr) 104px minmax(160px, 1.2fr) minmax(130px, 1.1fr) minmax(120px, 0.9fr);
    column-gap: 16px;
    padding: 0 16px;
    align-items: center;
    height: 46px;
    border-bottom: 1px solid var(--line);
    min-width: 860px;
  }
  .line > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .line > :first-child {
    padding: 3px;
    margin: -3px;
  }
  .name {
    font-weight: 550;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--raised);
    height: 38px;
  }
  .head button {
    border: 0;
    background: none;
    padding: 0;
    min-height: 24px;
    color: var(--muted);
    font-size: 12.5px;
    font-weight: 550;
  }
  .head button[aria-sort] {
    color: var(--text);
  }
  .body > .line:hover {
    background: var(--raised);
  }
  .empty {
    padding: 32px 16px;
    text-align: center;
  }
  .soon {
    color: var(--warn);
    font-weight: 550;
  }
  @container (max-width: 640px) {
    .head {
      position: absolute;
      clip-path: inset(50%);
    }
    .line {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-auto-rows: 24px;
      height: 84px;
      align-content: center;
      min-width: 0;
      row-gap: 0;
    }
    .line > :nth-child(3) {
      grid-row: 1;
      grid-column: 2;
      text-align: end;
    }
    .line > :nth-child(n + 4) {
      color: var(--muted);
      font-size: 13px;
    }
    .line > :nth-child(4) {
      grid-row: 2;
      grid-column: 2;
    }
    .line > :nth-child(4),
    .line > :nth-child(6) {
      text-align: end;
    }
  }
`;

/** Below this width a row has three short lines instead of six columns; as in the style. */
const narrow = 640;

/** Every gateway of every cloud: to filter, to sort, to open. */
export class FleetElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  #all: readonly Gateway[] = [];
  #rows: readonly Gateway[] = [];
  #failures: readonly CloudFailure[] = [];
  #readAt: string | undefined;
  #filter: FleetFilter = everything;
  #order: Order = { by: 'expires', down: false };
  #scrollTop = 0;
  #box = { width: 1_000, height: 600 };
  #sizes: ResizeObserver | undefined;

  protected override async load(refresh = false): Promise<void> {
    const { signal } = this;
    this.problem = undefined;
    const all: Gateway[] = [];
    // Only the first page may ask anew: the others have to come from the same listing.
    for await (const page of this.client.pages<Listed<Gateway>>('/gateways', {
      query: { refresh },
      signal,
    })) {
      all.push(...page.items);
      this.#failures = page.failures;
      this.#readAt = Object.values(page.readAt).sort()[0];
      this.#all = [...all];
      this.#choose();
      refresh = false;
    }
    this.emit('polynat-loaded', { gateways: all.length });
  }

  override firstUpdated(): void {
    const table = this.renderRoot.querySelector('.table');
    this.#sizes = new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.#box = { width: entry.contentRect.width, height: entry.contentRect.height };
      this.requestUpdate();
    });
    if (table) this.#sizes.observe(table);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  #choose(change: Partial<FleetFilter> = {}, order: Order = this.#order): void {
    this.#filter = { ...this.#filter, ...change };
    this.#order = order;
    this.#rows = chooseRows(this.#all, this.#filter, order, Date.now());
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const refresh = () => void this.during(() => this.load(true));
    const loading = this.loading > 0;
    return html`<div class="stack">
      <div class="row spread">
        <h1>${this.t('fleet.title')}</h1>
        ${freshness(this.language, this.#readAt, { loading, refresh })}
      </div>
      ${problemNote(this.language, this.problem)} ${failureNotes(this.language, this.#failures)}
      ${this.#filters()}
      <p class="muted small" role="status">
        ${this.t('fleet.count', { shown: this.#number(this.#rows.length), all: this.#number(this.#all.length) })}
      </p>
      ${this.#table()}
    </div>`;
  }

  #number(value: number): string {
    return value.toLocaleString(tagOf(this.language));
  }

  #filters(): TemplateResult {
    const clouds = [...new Set(this.#all.map(({ ref }) => cloudOf(ref)))].sort();
    const states = [...new Set(this.#all.map(({ state }) => state))].sort();
    const textIn = (event: Event) =>
      event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
        ? event.target.value
        : '';
    return html`<div class="filters" role="search">
      <input type="search" aria-label=${this.t('fleet.search')} placeholder=${this.t('fleet.search')}
        @input=${(event: Event) => this.#choose({ text: textIn(event) })}>
      <select aria-label=${this.t('column.cloud')} @change=${(event: Event) => this.#choose({ cloud: textIn(event) })}>
        <option value="">${this.t('fleet.allClouds')}</option>
        ${clouds.map((cloud) => html`<option value=${cloud}>${cloud}</option>`)}
      </select>
      <select aria-label=${this.t('column.state')} @change=${(event: Event) => this.#choose({ state: textIn(event) })}>
        <option value="">${this.t('fleet.allStates')}</option>
        ${states.map((state) => html`<option value=${state}>${this.t(`state.${state}`)}</option>`)}
      </select>
      <select aria-label=${this.t('column.expires')} @change=${(event: Event) => this.#choose({ expiresWithin: Number(textIn(event)) })}>
        <option value="0">${this.t('fleet.anyExpiry')}</option>
        ${[7, 30, 90].map((days) => html`<option value=${days}>${this.t('fleet.within', { days })}</option>`)}
      </select>
    </div>`;
  }

  #table(): TemplateResult {
    const rows = this.#rows;
    const rowHeight = this.#box.width <= narrow ? 84 : 46;
    const seen = rowWindow({
      rows: rows.length,
      rowHeight,
      scrollTop: this.#scrollTop,
      height: this.#box.height,
    });
    const space = (height: number) => html`<div role="presentation" .style=${`height:${height}px`}></div>`;
    const scrolled = ({ target }: Event) => {
      if (!(target instanceof Element)) return;
      this.#scrollTop = target.scrollTop;
      this.requestUpdate();
    };
    return html`<div class="table" tabindex="0" role="table" .style=${`--rows:${rows.length * rowHeight + 42}px`} aria-label=${this.t('fleet.title')} aria-rowcount=${rows.length + 1} @scroll=${scrolled}>
      <div role="rowgroup">
        <div class="line head" role="row" aria-rowindex="1">${columns.map((column) => this.#head(column))}</div>
      </div>
      <div class="body" role="rowgroup">
        ${space(seen.before)}
        ${repeat(
          rows.slice(seen.first, seen.end),
          ({ ref }) => ref,
          (gateway, index) => this.#row(gateway, seen.first + index + 2),
        )}
        ${space(seen.after)}
      </div>
      ${rows.length === 0 && this.loading === 0 ? html`<p class="empty muted">${this.t('fleet.none')}</p>` : nothing}
    </div>`;
  }

  #head(column: Column): TemplateResult {
    const { by, down } = this.#order;
    const isBy = by === column;
    const sort = isBy ? (down ? 'descending' : 'ascending') : 'none';
    const order = () => this.#choose({}, { by: column, down: isBy && !down });
    return html`<span role="columnheader" aria-sort=${sort}>
      <button @click=${order}>${this.t(`column.${column}`)}${isBy ? html`<span aria-hidden="true">${down ? ' ↓' : ' ↑'}</span>` : nothing}</button>
    </span>`;
  }

  #row(gateway: Gateway, place: number): TemplateResult {
    const { ref, name, state, size, addresses } = gateway;
    const title = name === '' ? ref : name;
    const [first, ...others] = addresses.map(({ ip }) => ip);
    return html`<div class="line" role="row" aria-rowindex=${place}>
      <span role="cell" class="name">${this.opening('gateway', ref, title)}</span>
      <span role="cell" class="small muted" title=${ref}>${cloudOf(ref)} · ${ref
        .slice(ref.indexOf(':') + 1)
        .split('/', 1)
        .join('')}</span>
      <span role="cell">${badge(this.language, state)}</span>
      <span role="cell">${sizeWords(this.language, size)}</span>
      <span role="cell" class="small mono">${first ?? '–'}${others.length > 0 ? ` +${others.length}` : ''}</span>
      <span role="cell">${this.#expiry(gateway)}</span>
    </div>`;
  }

  #expiry(gateway: Gateway): TemplateResult {
    const expires = expiryOf(gateway);
    if (expires === undefined)
      return html`<span class="muted">${this.t(gateway.billing.mode === 'prepaid' ? 'billing.prepaid' : 'billing.onDemand')}</span>`;
    const soon = daysUntil(expires, Date.now()) < 14;
    return html`<span class=${soon ? 'soon' : ''} title=${date(this.language, expires)}>${relative(this.language, expires, Date.now())}</span>`;
  }
}
