import type { MigrationPlan } from '@polynat/migrate';
import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import type {
  AppliedPlan,
  Capabilities,
  Cloud,
  DnatRule,
  Gateway,
  Listed,
  Network,
  PublicAddress,
  Read,
  SnatRule,
  Subnet,
} from '../api/types.ts';
import { cloudOf } from '../fleet/choose-rows.ts';
import { factOf, unsupportedOf } from '../forms/facts.ts';
import { drawableOf, pictureStyles } from '../gateway/picture.ts';
import { problemNote } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import { acceptable } from './acceptable.ts';
import { decisionsView } from './decisions-view.ts';
import type { Source, Target } from './ends.ts';
import { type Decisions, mappingOf, undecided } from './mapping.ts';
import { planView } from './plan-view.ts';
import { startView } from './start-plan.ts';

const look = css`
  .choices {
    display: grid;
    gap: 14px 20px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
    align-items: end;
  }
  .choices > span,
  .choices > label {
    display: grid;
    gap: 4px;
  }
  .choices select,
  .choices input {
    width: 100%;
  }
  .steps {
    display: grid;
    gap: 4px;
  }
  .steps li {
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--line);
    overflow-wrap: anywhere;
  }
`;

/** A migration from choosing the source to starting its run; the run itself is shown from there on. */
export class MigrateElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, pictureStyles, look];
  static override properties = { ...PolynatElement.properties, source: {} };
  /** Ref of the gateway to migrate. */
  declare source: string;
  #gateways: readonly Gateway[] = [];
  #clouds: readonly Cloud[] = [];
  #from: Source | undefined;
  #to: Target | undefined;
  #decisions: Decisions = undecided;
  #plan: MigrationPlan | undefined;
  #understood = false;
  #applied: AppliedPlan | undefined;

  constructor() {
    super();
    this.source = '';
  }

  protected override async load(): Promise<void> {
    const { signal } = this;
    const { items } = await this.client.get<{ items: readonly Cloud[] }>('/clouds', { signal });
    this.#clouds = items;
    const all: Gateway[] = [];
    for await (const page of this.client.pages<Listed<Gateway>>('/gateways', { signal }))
      all.push(...page.items);
    this.#gateways = all;
    if (this.source !== '') await this.#chooseSource(this.source);
  }

  async #chooseSource(ref: string): Promise<void> {
    this.source = ref;
    this.#from = undefined;
    this.#plan = undefined;
    if (ref === '') return;
    const path = `/gateways/${encodeURIComponent(ref)}`;
    const list = async <T>(name: string): Promise<readonly T[]> =>
      this.client.get<Listed<T>>(`${path}/${name}`, { query: { limit: 1_000 }, signal: this.signal }).then(
        ({ items }) => items,
        () => [],
      );
    const [{ value }, snat, dnat] = await Promise.all([
      this.client.get<Read<Gateway>>(path, { signal: this.signal }),
      list<SnatRule>('snat'),
      list<DnatRule>('dnat'),
    ]);
    this.#from = { gateway: value, snat, dnat };
    this.#decisions = { ...undecided, name: value.name };
    if (this.#to) await this.#chooseTarget(this.#to.alias);
  }

  async #chooseTarget(alias: string): Promise<void> {
    this.#plan = undefined;
    this.#to = undefined;
    if (alias === '') return;
    const path = `/clouds/${encodeURIComponent(alias)}`;
    const { signal } = this;
    const capabilities = await this.client.get<Capabilities>(`${path}/capabilities`, { signal });
    const list = async <T>(name: string): Promise<readonly T[]> =>
      this.client.get<Listed<T>>(`${path}/${name}`, { query: { limit: 1_000 }, signal }).then(
        ({ items }) => items,
        () => [],
      );
    const [networks, addresses] = await Promise.all([
      unsupportedOf(capabilities, 'networks.list') ? [] : list<Network>('networks'),
      list<PublicAddress>('addresses'),
    ]);
    const free = addresses.filter(({ gateway, use }) => gateway === undefined && use === 'idle');
    this.#to = { alias, capabilities, networks, subnets: [], free };
    const [only] = networks;
    await this.#decide({ vpc: networks.length === 1 && only ? only.id : '', addresses: {} });
  }

  async #decide(change: Partial<Decisions>): Promise<void> {
    this.#decisions = { ...this.#decisions, ...change };
    this.#plan = undefined;
    this.#understood = false;
    this.requestUpdate();
    const { vpc } = change;
    if (vpc === undefined || vpc === '' || !this.#to) return;
    const path = `/clouds/${encodeURIComponent(this.#to.alias)}/networks/${encodeURIComponent(vpc)}/subnets`;
    const subnets = await this.client.get<Listed<Subnet>>(path, { query: { limit: 1_000 } }).then(
      ({ items }) => items,
      () => [],
    );
    if (this.#to) this.#to = { ...this.#to, subnets };
    const isNeeded = this.#to && factOf(this.#to.capabilities, 'gateways.create')?.subnet === 'required';
    this.#decisions = { ...this.#decisions, subnet: isNeeded ? (subnets[0]?.id ?? '') : '' };
    this.requestUpdate();
  }

  async #makePlan(): Promise<void> {
    const { source } = this;
    this.problem = undefined;
    this.#plan = undefined;
    await this.during(async () => {
      this.#plan = await this.client.post<MigrationPlan>('/plans', {
        kind: 'migrate',
        source,
        to: this.#to?.alias,
        mapping: mappingOf(this.#decisions),
      });
    });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.plan')?.focus();
  }

  async #start(): Promise<void> {
    const plan = this.#plan;
    this.problem = undefined;
    await this.during(async () => {
      const applied = await this.client.post<AppliedPlan>('/runs', { plan });
      this.emit('polynat-started', {
        run: applied.run,
        ...(applied.approval !== undefined && { approval: applied.approval }),
      });
      this.#applied = applied;
      if (applied.approval === undefined) this.emit('polynat-open', { part: 'run', id: applied.run });
    });
  }

  async #open(file: File | undefined): Promise<void> {
    if (!file) return;
    const text = await file.text();
    try {
      const plan: MigrationPlan = JSON.parse(text);
      if (!Array.isArray(plan.stages) || !Array.isArray(plan.gaps)) throw new Error('no plan');
      this.#plan = plan;
      this.#from = undefined;
      this.source = '';
      this.problem = undefined;
    } catch {
      this.problem = {
        status: 400,
        code: 'invalid-argument',
        detail: this.t('plan.badFile'),
        outcome: 'none',
      };
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    if (this.#applied) return this.#running(this.#applied);
    return html`<div class="stack">
      <div><h1>${this.t('migrate.title')}</h1><p class="muted">${this.t('migrate.lead')}</p></div>
      ${this.#ends()}
      ${this.#from && this.#to ? this.#decisionsCard(this.#from, this.#to) : nothing}
      ${this.loading > 0 ? html`<p class="muted" role="status"><span class="spin" aria-hidden="true"></span> ${this.t('read.loading')}</p>` : nothing}
      ${problemNote(this.language, this.problem)}
      ${this.#plan ? this.#planned(this.#plan) : nothing}
      <details class="card"><summary>${this.t('plan.document')}</summary>
        <p class="row"><label for="file">${this.t('plan.file')}</label> <input id="file" type="file" accept="application/json,.json" @change=${({ target }: Event) => void this.#open(target instanceof HTMLInputElement ? target.files?.[0] : undefined)}></p>
      </details>
    </div>`;
  }

  #ends(): TemplateResult {
    const chosen =
      (take: (value: string) => Promise<void>) =>
      ({ target }: Event) => {
        if (target instanceof HTMLSelectElement) void this.during(() => take(target.value));
      };
    return html`<section class="card choices">
      <span><label for="source">${this.t('migrate.source')}</label>
        <select id="source" @change=${chosen((ref) => this.#chooseSource(ref))}>
          <option value="">${this.t('form.choose')}</option>
          ${this.#gateways.map(({ ref, name }) => html`<option value=${ref} ?selected=${ref === this.source}>${name === '' ? ref : `${name} · ${cloudOf(ref)}`}</option>`)}
        </select></span>
      <span><label for="target">${this.t('migrate.target')}</label>
        <select id="target" @change=${chosen((alias) => this.#chooseTarget(alias))}>
          <option value="">${this.t('form.choose')}</option>
          ${this.#clouds.map(({ alias, region }) => html`<option value=${alias} ?selected=${alias === this.#to?.alias}>${alias} · ${region}</option>`)}
        </select></span>
    </section>`;
  }

  #decisionsCard(source: Source, target: Target): TemplateResult {
    const { vpc } = this.#decisions;
    return html`<section class="card stack" aria-label=${this.t('migrate.decisions')}>
      <h2>${this.t('migrate.decisions')}</h2>
      ${decisionsView({ language: this.language, source, target, decisions: this.#decisions, decide: (change) => void this.during(() => this.#decide(change)) })}
      <div class="row">
        <button class="main" ?disabled=${vpc === '' || this.loading > 0} @click=${() => void this.#makePlan()}>${this.t(this.#plan ? 'migrate.replan' : 'migrate.plan')}</button>
        <span class="muted small">${this.t('migrate.planHint')}</span>
      </div>
    </section>`;
  }

  #planned(plan: MigrationPlan): TemplateResult {
    const before = this.#from && drawableOf(this.#from.gateway, this.#from.snat, this.#from.dnat);
    const accept = (kind: string) => {
      void this.#decide({ accept: [...this.#decisions.accept, kind] }).then(() => this.#makePlan());
    };
    const understand = (value: boolean) => {
      this.#understood = value;
      this.requestUpdate();
    };
    return html`<div class="plan stack" tabindex="-1">
      ${planView({ language: this.language, plan, ...(before && { before }), ...(this.#from && { acceptable, accept }) })}
      ${plan.blocked ? nothing : startView({ language: this.language, plan, understood: this.#understood, busy: this.loading > 0, understand, start: () => void this.#start() })}
    </div>`;
  }

  /** Without a page around it, the run goes on here. */
  #running({ run, approval }: AppliedPlan): TemplateResult {
    if (approval !== undefined)
      return html`<div class="stack"><h1>${this.t('migrate.title')}</h1><p class="note">${this.t('plan.waits')} <code>${approval}</code></p></div>`;
    return html`<polynat-run .server=${this.server} .token=${this.token} .links=${this.links} lang=${this.language} .run=${run}></polynat-run>`;
  }
}
