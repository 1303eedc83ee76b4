import { html, nothing, type TemplateResult } from 'lit';
import { problemOf } from '../api/problem.ts';
import type {
  Capabilities,
  Cloud,
  CloudFailure,
  Listed,
  PublicAddress,
  SharedBandwidth,
} from '../api/types.ts';
import { unsupportedOf } from '../forms/facts.ts';
import { type Place, placementOf, writesAt } from '../forms/placements.ts';
import { FormDialog } from '../shared/form-dialog.ts';
import { failureNotes, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';

interface SharedRow {
  readonly cloud: string;
  readonly shared: SharedBandwidth;
}

interface Row {
  readonly cloud: string;
  readonly address: PublicAddress;
}

/** Public IPs of every cloud; those that no gateway has are billed for nothing, so they come first. */
export class AddressesElement extends PolynatElement {
  #rows: readonly Row[] = [];
  #shared: readonly SharedRow[] = [];
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
    this.#shared = (await Promise.all(clouds.map(({ alias }) => this.#sharedOf(alias, refresh)))).flat();
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

  /** Where a cloud has none, there is none to show: its capabilities say why on the page of a gateway. */
  async #sharedOf(cloud: string, refresh: boolean): Promise<readonly SharedRow[]> {
    const at = `/clouds/${encodeURIComponent(cloud)}`;
    const capabilities = await this.client.get<Capabilities>(`${at}/capabilities`, { signal: this.signal });
    if (unsupportedOf(capabilities, 'bandwidth.shared')) return [];
    const asking = { query: { refresh, limit: 1_000 }, signal: this.signal };
    return this.client.get<Listed<SharedBandwidth>>(`${at}/bandwidth`, asking).then(
      ({ items }) => items.map((shared) => ({ cloud, shared })),
      () => [],
    );
  }

  #sharedRow({ cloud, shared: { id, name, bandwidthMbps, addresses } }: SharedRow): TemplateResult {
    return html`<tr>
      <td>${name === '' ? id : name}</td>
      <td>${cloud}</td>
      <td>${bandwidthMbps === undefined ? '' : `${bandwidthMbps} Mbit/s`}</td>
      <td class="mono">${addresses.map(({ ip }) => ip).join(', ')}</td>
      <td class="actions">${this.#buttonsAt('shared-bandwidth', cloud, id)}</td>
    </tr>`;
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
      ${this.#shared.length === 0 ? nothing : html`<section class="card"><h2>${this.t('addresses.shared')}</h2><div class="scroll"><table class="cards"><thead><tr>${(['column.name', 'column.cloud', 'column.bandwidth', 'column.addresses'] as const).map((key) => html`<th>${this.t(key)}</th>`)}<th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead><tbody>${this.#shared.map((row) => this.#sharedRow(row))}</tbody></table></div></section>`}
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
      <td class="actions">${gateway === undefined ? this.#buttonsAt('free-address', cloud, ip) : nothing}</td>
    </tr>`;
  }

  #buttonsAt(place: Place, cloud: string, item: string): readonly TemplateResult[] {
    return writesAt(place).map((mutation) => {
      const short = textOr(this.language, `short.${mutation}`, mutation);
      const open = () => this.#form.open({ mutation, target: cloud, item });
      const tone = placementOf(mutation)?.danger ? 'danger' : '';
      return html`<button class=${tone} aria-label="${short}: ${item}" @click=${open}>${short}</button>`;
    });
  }
}

const isFree = ({ address }: Row): boolean => address.gateway === undefined;
