import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import { problemOf, type ShownProblem } from '../api/problem.ts';
import type {
  BandwidthPackage,
  Capabilities,
  DnatRule,
  Gateway,
  Listed,
  PublicAddress,
  Read,
  Readiness,
  SnatRule,
} from '../api/types.ts';
import { dnatWords, portWords, sourceWords } from '../forms/choices.ts';
import type { FormContext } from '../forms/context.ts';
import { unsupportedOf } from '../forms/facts.ts';
import { type Place, placementOf, writesAt } from '../forms/placements.ts';
import { FormDialog } from '../shared/form-dialog.ts';
import { date, dateTime, relative, sizeWords } from '../shared/formats.ts';
import { badge, cannot, english, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import { cannotDo } from './capability-notes.ts';
import { drawableOf, pictureStyles, pictureView } from './picture.ts';

const look = css`
  .columns {
    display: grid;
    gap: 16px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr));
    align-items: start;
  }
  .section {
    display: grid;
    gap: 10px;
    grid-template-columns: minmax(0, 1fr);
  }
  details summary {
    cursor: pointer;
    font-weight: 600;
  }
  details dl {
    margin-top: 12px;
  }
  .ref {
    font-size: 13px;
  }
`;

/** Lists that belong to the gateway, each with what came in its way. */
interface Lists {
  readonly snat?: readonly SnatRule[];
  readonly dnat?: readonly DnatRule[];
  readonly addresses?: readonly PublicAddress[];
  readonly bandwidth?: readonly BandwidthPackage[];
}

/** The fact that a list needs. */
const needs = {
  snat: 'snat.rules',
  dnat: 'dnat.rules',
  addresses: undefined,
  bandwidth: 'bandwidth.packages',
} as const;
type ListName = keyof typeof needs;

/** One gateway: its picture, rules, public IPs and billing, and every change of it. */
export class GatewayElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, pictureStyles, look];
  static override properties = { ...PolynatElement.properties, gateway: {} };
  /** Ref of the gateway. */
  declare gateway: string;
  #gateway: Gateway | undefined;
  #capabilities: Capabilities | undefined;
  #readiness: Readiness | undefined;
  #lists: Lists = {};
  #problems: Partial<Record<ListName, ShownProblem>> = {};
  #readAt: string | undefined;
  readonly #form = new FormDialog(this);

  constructor() {
    super();
    this.gateway = '';
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('gateway') && this.hasUpdated) this.restart();
  }

  protected override async load(refresh = false): Promise<void> {
    const { signal } = this;
    if (this.gateway === '') return;
    this.problem = undefined;
    const path = `/gateways/${encodeURIComponent(this.gateway)}`;
    const alias = this.gateway.split(':', 1).join('');
    const asking = { query: { refresh }, signal };
    const [read, capabilities] = await Promise.all([
      this.client.get<Read<Gateway>>(path, asking),
      this.client.get<Capabilities>(`/clouds/${encodeURIComponent(alias)}/capabilities`, { signal }),
    ]);
    this.#gateway = read.value;
    this.#readAt = read.readAt;
    this.#capabilities = capabilities;
    this.requestUpdate();
    const lists = ['snat', 'dnat', 'addresses', 'bandwidth'] as const;
    await Promise.all([
      ...lists.map((name) => this.#list(name, `${path}/${name}`, refresh)),
      this.#ready(`${path}/readiness`),
    ]);
  }

  async #list(name: ListName, path: string, refresh: boolean): Promise<void> {
    if (this.#capabilities && unsupportedOf(this.#capabilities, needs[name])) return;
    const { signal } = this;
    try {
      const items: never[] = [];
      for await (const page of this.client.pages<Listed<never>>(path, { query: { refresh }, signal }))
        items.push(...page.items);
      this.#lists = { ...this.#lists, [name]: items };
      delete this.#problems[name];
    } catch (thrown) {
      if (!signal.aborted) this.#problems[name] = problemOf(thrown);
    }
    this.requestUpdate();
  }

  async #ready(path: string): Promise<void> {
    const read = await this.client.get<Read<Readiness>>(path, { signal: this.signal }).catch(() => undefined);
    this.#readiness = read?.value;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const gateway = this.#gateway;
    const refresh = () => void this.during(() => this.load(true));
    return html`<div class="stack">
      <div class="row spread">
        <div>
          <h1>${gateway ? (gateway.name === '' ? gateway.ref : gateway.name) : this.t('gateway.title')}</h1>
          <p class="muted mono ref">${this.gateway}</p>
        </div>
        ${freshness(this.language, this.#readAt, { loading: this.loading > 0, refresh })}
      </div>
      ${problemNote(this.language, this.problem)}
      ${gateway ? html`${this.#top(gateway)} ${this.#picture(gateway)} ${this.#addresses(gateway)} ${this.#snat()} ${this.#dnat()} ${this.#bandwidth()} ${this.#cannotDo()}` : nothing}
      ${this.#form.view(this.language, () => void this.during(() => this.load(true)))}
    </div>`;
  }

  #top(gateway: Gateway): TemplateResult {
    const {
      state,
      placement,
      size,
      billing,
      tags,
      description,
      created,
      protected: isProtected,
      outboundMbps,
      reach,
    } = gateway;
    const { language } = this;
    const fact = (key: Parameters<typeof this.t>[0], value: unknown) =>
      value === undefined ? nothing : html`<dt>${this.t(key)}</dt><dd>${value}</dd>`;
    const expires = billing.mode === 'prepaid' ? billing.expires : undefined;
    return html`<div class="columns">
      <section class="card section" aria-label=${this.t('gateway.facts')}>
        <div class="row spread"><h2>${this.t('gateway.facts')}</h2><span class="row">${badge(language, state)}${reach === 'intranet' ? html`<span class="badge">${this.t('gateway.intranet')}</span>` : nothing}</span></div>
        <dl class="facts">
          ${fact('field.size', sizeWords(language, size))}
          ${fact('field.vpc', html`<code>${placement.vpc}</code>`)}
          ${fact('field.subnet', placement.subnet && html`<code>${placement.subnet}</code>`)}
          ${fact('field.zone', placement.zone)}
          ${fact('field.outboundMbps', outboundMbps)}
          ${fact('field.description', description === '' ? undefined : description)}
          ${fact('field.protected', isProtected === undefined ? undefined : this.t(isProtected ? 'option.true' : 'option.false'))}
          ${fact('field.tags', Object.keys(tags).length > 0 ? html`<span class="row">${Object.entries(tags).map(([name, value]) => html`<span class="badge">${name}=${value}</span>`)}</span>` : undefined)}
          ${fact('gateway.created', created && date(language, created))}
        </dl>
        ${this.#obstacles()}
        ${this.#actions('gateway')}
      </section>
      <section class="card section" aria-label=${this.t('gateway.billing')}>
        <div class="row spread"><h2>${this.t('gateway.billing')}</h2>${badge(language, billing.status)}</div>
        <dl class="facts">
          ${fact('field.billing', this.t(billing.mode === 'prepaid' ? 'billing.prepaid' : 'billing.onDemand'))}
          ${fact('billing.meteredBy', billing.mode === 'on-demand' ? textOr(language, `metered.${billing.meteredBy}`, billing.meteredBy) : undefined)}
          ${fact('column.expires', expires && html`${dateTime(language, expires)} <span class="muted">(${relative(language, expires, Date.now())})</span>`)}
          ${fact('billing.autoRenew', billing.mode === 'prepaid' && billing.autoRenew !== undefined ? this.t(billing.autoRenew ? 'option.true' : 'option.false') : undefined)}
        </dl>
        ${this.#lack('billing.renew') ?? this.#actions('billing')}
        <div class="row">${this.links === '' ? nothing : html`<a href="${this.links}migrate/${encodeURIComponent(this.gateway)}">${this.t('gateway.migrate')}</a>`}</div>
      </section>
    </div>`;
  }

  #obstacles(): TemplateResult | typeof nothing {
    if (!this.#readiness) return nothing;
    const { ready, obstacles } = this.#readiness;
    if (ready) return html`<p class="small muted">${this.t('gateway.ready')}</p>`;
    return html`<div class="note warn"><strong>${this.t('gateway.notReady')}</strong>
      <ul>${obstacles.map(({ reason, remedy }) => html`<li>${english(reason)}. → ${english(remedy)}.</li>`)}</ul>
    </div>`;
  }

  #picture(gateway: Gateway): TemplateResult {
    const { snat = [], dnat = [] } = this.#lists;
    return html`<section class="card" aria-label=${this.t('gateway.picture')}>${pictureView(this.language, drawableOf(gateway, snat, dnat), gateway.name)}</section>`;
  }

  #addresses({ addresses: known }: Gateway): TemplateResult {
    const addresses = this.#lists.addresses ?? known;
    return this.#section(
      'addresses',
      'gateway.addresses',
      addresses.length,
      html`<table class="cards">
      <thead><tr><th>${this.t('column.ip')}</th><th>${this.t('column.use')}</th><th>${this.t('column.bandwidth')}</th><th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead>
      <tbody>${addresses.map(
        ({ ip, use, bandwidthMbps }) => html`<tr>
          <td class="mono">${ip}</td>
          <td>${this.t(`use.${use}`)}</td>
          <td>${bandwidthMbps === undefined ? '' : `${bandwidthMbps} Mbit/s`}</td>
          <td class="actions">${this.#buttons('address', ip)}</td>
        </tr>`,
      )}</tbody>
    </table>`,
    );
  }

  #snat(): TemplateResult {
    const { snat = [] } = this.#lists;
    return this.#section(
      'snat',
      'gateway.snat',
      snat.length,
      html`<table class="cards">
      <thead><tr><th>${this.t('column.source')}</th><th>${this.t('column.through')}</th><th>${this.t('column.name')}</th><th>${this.t('column.state')}</th><th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead>
      <tbody>${snat.map(
        ({ id, name, source, through, state }) => html`<tr>
          <td class="mono">${'network' in source ? this.t('picture.wholeVpc') : sourceWords(source)}</td>
          <td class="mono">→ ${through.join(', ')}</td>
          <td>${name ?? ''}</td>
          <td>${badge(this.language, state)}</td>
          <td class="actions">${this.#buttons('snat-rule', id, sourceWords(source))}</td>
        </tr>`,
      )}</tbody>
    </table>`,
    );
  }

  #dnat(): TemplateResult {
    const { dnat = [] } = this.#lists;
    return this.#section(
      'dnat',
      'gateway.dnat',
      dnat.length,
      html`<table class="cards">
      <thead><tr><th>${this.t('column.public')}</th><th>${this.t('column.private')}</th><th>${this.t('column.name')}</th><th>${this.t('column.state')}</th><th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead>
      <tbody>${dnat.map((rule) => {
        const { id, name, protocol, public: outside, private: inside, state } = rule;
        return html`<tr>
          <td class="mono">${protocol} ${outside.address}:${portWords(outside.ports)}</td>
          <td class="mono">→ ${inside.address}:${portWords(inside.ports)}</td>
          <td>${name ?? ''}</td>
          <td>${badge(this.language, state)}</td>
          <td class="actions">${this.#buttons('dnat-rule', id, dnatWords(rule))}</td>
        </tr>`;
      })}</tbody>
    </table>`,
    );
  }

  #bandwidth(): TemplateResult {
    const { bandwidth = [] } = this.#lists;
    return this.#section(
      'bandwidth',
      'gateway.bandwidth',
      bandwidth.length,
      html`<table class="cards">
      <thead><tr><th>${this.t('column.name')}</th><th>${this.t('column.bandwidth')}</th><th>${this.t('column.addresses')}</th><th>${this.t('column.state')}</th><th><span class="offscreen">${this.t('column.actions')}</span></th></tr></thead>
      <tbody>${bandwidth.map(
        ({ id, name, bandwidthMbps, addresses, state }) => html`<tr>
          <td>${name === '' ? id : name}</td>
          <td>${bandwidthMbps} Mbit/s</td>
          <td class="mono">${addresses.map(({ ip }) => ip).join(', ')}</td>
          <td>${badge(this.language, state)}</td>
          <td class="actions">${this.#buttons('bandwidth-package', id)}</td>
        </tr>`,
      )}</tbody>
    </table>`,
    );
  }

  /** A list with its changes, or why the cloud has no such thing. */
  #section(
    name: ListName,
    title: Parameters<typeof this.t>[0],
    count: number,
    table: TemplateResult,
  ): TemplateResult {
    const lack = this.#lack(needs[name]);
    const problem = this.#problems[name];
    return html`<section class="card section" aria-label=${this.t(title)}>
      <div class="row spread">
        <h2>${this.t(title)} ${lack || problem ? nothing : html`<span class="muted">${count}</span>`}</h2>
        ${lack ? nothing : this.#actions(name)}
      </div>
      ${lack ?? problemNote(this.language, problem)}
      ${lack || problem || count === 0 ? nothing : html`<div class="scroll">${table}</div>`}
      ${!lack && !problem && count === 0 ? html`<p class="muted">${this.t('list.none')}</p>` : nothing}
    </section>`;
  }

  #lack(feature: string | undefined): TemplateResult | undefined {
    const unsupported = this.#capabilities && unsupportedOf(this.#capabilities, feature);
    return unsupported && html`<div class="note">${cannot(this.language, unsupported)}</div>`;
  }

  #cannotDo(): TemplateResult | typeof nothing {
    const notes = this.#capabilities ? cannotDo(this.#capabilities) : [];
    if (notes.length === 0) return nothing;
    return html`<details class="card">
      <summary>${this.t('gateway.cannot', { count: notes.length })}</summary>
      <dl class="facts">${notes.map(
        ({ feature, reason, remedy }) =>
          html`<dt><code>${feature}</code></dt><dd>${english(reason)}. → ${english(remedy)}.</dd>`,
      )}</dl>
    </details>`;
  }

  #actions(place: Place): TemplateResult {
    return html`<span class="row">${this.#buttons(place, '')}</span>`;
  }

  #buttons(place: Place, item: string, about = item): readonly TemplateResult[] {
    return writesAt(place).map((mutation) => {
      const title = textOr(this.language, `write.${mutation}`, mutation);
      const short = textOr(this.language, `short.${mutation}`, title);
      const open = () => this.#form.open({ mutation, target: this.gateway, item, context: this.#known() });
      return html` <button class=${placementOf(mutation)?.danger ? 'danger' : ''} aria-label=${about === '' ? short : `${short}: ${about}`} @click=${open}>${short}</button>`;
    });
  }

  /** What is shown here, as choices for the form. */
  #known(): Partial<FormContext> {
    const { snat, dnat, bandwidth } = this.#lists;
    return {
      ...(this.#capabilities && { capabilities: this.#capabilities }),
      ...(this.#gateway && { gateway: this.#gateway }),
      ...(snat && { snat }),
      ...(dnat && { dnat }),
      ...(bandwidth && { bandwidth }),
    };
  }
}
