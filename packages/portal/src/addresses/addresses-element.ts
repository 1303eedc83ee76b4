import { html, nothing, type TemplateResult } from 'lit';
import { problemOf } from '../api/problem.ts';
import type { Cloud, CloudFailure, Listed, PublicAddress } from '../api/types.ts';
import { writesAt } from '../forms/placements.ts';
import { FormDialog } from '../shared/form-dialog.ts';
import { failureNotes, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';

interface Row {
  readonly cloud: string;
  readonly address: PublicAddress;
}

/** Public IPs of every cloud; those that no gateway has are billed for nothing, so they come first. */
export class AddressesElement extends PolynatElement {
  #rows: readonly Row[] = [];
  #failures: readonly CloudFailure[] = [];
  #readAt: string | undefined;
  readonly #form = new FormDialog(this);

  protected override async load(refresh = false): Promise<void> {
    const { signal } = this;
    this.problem = undefined;
    const { items: clouds } = await this.client.get<{ items: readonly Cloud[] }>('/clouds', { signal });
    const answers = await Promise.all(clouds.map(({ alias }) => this.#of(alias, refresh)));
    const rows = answers.flatMap((answer) => answer.rows);
    this.#rows = rows.sort((left, right) => Number(isFree(right)) - Number(isFree(left)));
    this.#failures = answers.flatMap(({ failures }) => failures);
    this.#readAt = answers.flatMap(({ readAt }) => readAt).sort()[0];
  }

  async #of(cloud: string, refresh: boolean) {
    const rows: Row[] = [];
    const readAt: string[] = [];
    try {
      const path = `/clouds/${encodeURIComponent(cloud)}/addresses`;
      for await (const page of this.client.pages<Listed<PublicAddress>>(path, {
        query: { refresh },
        signal: this.signal,
      })) {
        rows.push(...page.items.map((address) => ({ cloud, address })));
        readAt.push(...Object.values(page.readAt));
      }
      return { rows, readAt, failures: [] };
    } catch (thrown) {
      const { status, code, detail, outcome, remedy } = problemOf(thrown);
      const error = {
        type: '',
        title: '',
        retryable: false,
        status,
        code,
        detail,
        outcome,
        ...(remedy !== undefined && { remedy }),
      };
      return { rows, readAt, failures: [{ cloud, error }] };
    }
  }

  override render(): TemplateResult {
    const refresh = () => void this.during(() => this.load(true));
    return html`<div class="stack">
      <div class="row spread"><h1>${this.t('addresses.title')}</h1>${freshness(this.language, this.#readAt, { loading: this.loading > 0, refresh })}</div>
      ${problemNote(this.language, this.problem)} ${failureNotes(this.language, this.#failures)}
      <section class="card">
        ${this.#rows.length === 0 && this.loading === 0 ? html`<p class="muted">${this.t('list.none')}</p>` : nothing}
        ${
          this.#rows.length === 0
            ? nothing
            : html`<div class="scroll"><table class="cards">
          <thead><tr>${(['column.ip', 'column.cloud', 'column.use', 'column.bandwidth', 'column.gateway'] as const).map((key) => html`<th>${this.t(key)}</th>`)}<th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead>
          <tbody>${this.#rows.map((row) => this.#row(row))}</tbody>
        </table></div>`
        }
      </section>
      ${this.#form.view(this.language, () => void this.during(() => this.load(true)))}
    </div>`;
  }

  #row({ cloud, address }: Row): TemplateResult {
    const { ip, use, bandwidthMbps, gateway } = address;
    return html`<tr>
      <td class="mono">${ip}</td>
      <td>${cloud}</td>
      <td>${this.t(`use.${use}`)}</td>
      <td>${bandwidthMbps === undefined ? '' : `${bandwidthMbps} Mbit/s`}</td>
      <td class="mono">${gateway ?? html`<span class="badge warn">${this.t('addresses.free')}</span>`}</td>
      <td class="actions">${gateway === undefined ? this.#buttons(cloud, ip) : nothing}</td>
    </tr>`;
  }

  #buttons(cloud: string, ip: string): readonly TemplateResult[] {
    return writesAt('free-address').map((mutation) => {
      const title = textOr(this.language, `write.${mutation}`, mutation);
      const open = () => this.#form.open({ mutation, target: cloud, item: ip });
      return html`<button class="danger" aria-label="${title}: ${ip}" @click=${open}>${textOr(this.language, `short.${mutation}`, title)}</button>`;
    });
  }
}

const isFree = ({ address }: Row): boolean => address.gateway === undefined;
