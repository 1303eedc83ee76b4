import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import { ProblemError, problemOf } from '../api/problem.ts';
import type {
  Capabilities,
  Gateway,
  Listed,
  Network,
  OperationView,
  Preview,
  PublicAddress,
  Read,
  Subnet,
  WriteView,
} from '../api/types.ts';
import { cannot, effectBadges, english, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';
import type { FormContext } from './context.ts';
import { type Entries, type Entry, inputOf, missingIn } from './entries.ts';
import { unsupportedOf } from './facts.ts';
import type { Field } from './field.ts';
import { fieldsOf } from './fields-of.ts';
import { changedIn, entriesOf, initialInput } from './initial.ts';
import { placementOf } from './placements.ts';
import { type FormView, fieldView } from './render.ts';

const look = css`
  form {
    display: grid;
    gap: 14px;
    grid-template-columns: minmax(0, 1fr);
  }
  .field {
    display: grid;
    gap: 4px;
    justify-items: start;
    min-width: 0;
  }
  .field > input:not([type='checkbox']),
  .field > select,
  .field > textarea {
    width: min(100%, 420px);
  }
  fieldset {
    border: 1px solid var(--line);
    border-radius: 6px;
    padding: 10px 14px 14px;
    margin: 0;
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  fieldset fieldset {
    padding: 8px 12px 12px;
  }
  legend {
    font-weight: 600;
    padding: 0 6px;
  }
  .label {
    font-weight: 500;
  }
  .inner {
    display: grid;
    gap: 12px;
    width: 100%;
    padding: 8px 0 0 14px;
    border-inline-start: 2px solid var(--line);
  }
  .inner:empty {
    display: none;
  }
  .optional {
    font-weight: 400;
    font-size: 12.5px;
  }
  .check {
    display: flex;
    gap: 8px;
    align-items: center;
    font-weight: 400;
    min-height: 24px;
  }
  .fault {
    color: var(--bad);
  }
  .requests {
    display: grid;
    gap: 4px;
    padding-inline-start: 18px;
    list-style: decimal;
  }
`;

/** One write: its form, what it would do, the yes to it, and what came of it. */
export class FormElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  static override properties = {
    ...PolynatElement.properties,
    mutation: {},
    target: {},
    item: {},
    context: { attribute: false },
  };
  /** Such as `gateways.resize`. */
  declare mutation: string;
  /** Ref of a gateway, or the alias of a cloud. */
  declare target: string;
  /** Id of the rule or package, or the public IP, that the write is about. */
  declare item: string;
  /** What is known already, so that it need not be read again. */
  declare context: Partial<FormContext>;
  #write: WriteView | undefined;
  #context: FormContext | undefined;
  #entries: Entries = {};
  #initial: unknown;
  #faults: Record<string, string> = {};
  #preview: Preview | undefined;
  /** Names what was reviewed: asked for again after a lost answer, it is the same operation. */
  #key = '';
  #operation: OperationView | undefined;

  constructor() {
    super();
    this.mutation = '';
    this.target = '';
    this.item = '';
    this.context = {};
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (
      !['mutation', 'target', 'item'].some((name) => changed.has(name)) ||
      !this.isConnected ||
      !this.hasUpdated
    )
      return;
    this.restart();
  }

  protected override async load(): Promise<void> {
    this.#preview = undefined;
    this.#operation = undefined;
    this.#faults = {};
    const alias = this.target.split(':', 1).join('');
    const cloud = `/clouds/${encodeURIComponent(alias)}`;
    const { items } = await this.client.get<{ items: readonly WriteView[] }>('/writes');
    this.#write = items.find(({ mutation }) => mutation === this.mutation);
    const capabilities =
      this.context.capabilities ?? (await this.client.get<Capabilities>(`${cloud}/capabilities`));
    const gateway = this.context.gateway ?? (await this.#gateway());
    const [networks, subnets, free] = await Promise.all([
      this.mutation === 'gateways.create' ? this.#listed<Network>(`${cloud}/networks`) : undefined,
      gateway ? this.#subnets(cloud, gateway.placement.vpc) : undefined,
      this.#needsAddresses() ? this.#listed<PublicAddress>(`${cloud}/addresses`) : undefined,
    ]);
    const context: FormContext = {
      capabilities,
      ...this.context,
      ...(gateway && { gateway }),
      ...(networks && { networks }),
      ...(subnets && { subnets }),
      ...(free && {
        free: free.filter(({ gateway: holder, use }) => holder === undefined && use === 'idle'),
      }),
      ...(this.item !== '' && { item: this.item }),
    };
    this.#context = context;
    this.#initial = initialInput(this.mutation, context);
    this.#entries = this.#field ? entriesOf(this.#field, this.#initial) : {};
  }

  #needsAddresses(): boolean {
    return ['addresses.attach', 'addresses.swap', 'gateways.create'].includes(this.mutation);
  }

  async #gateway(): Promise<Gateway | undefined> {
    if (!this.target.includes(':')) return undefined;
    return (await this.client.get<Read<Gateway>>(`/gateways/${encodeURIComponent(this.target)}`)).value;
  }

  #subnets(cloud: string, vpc: string): Promise<readonly Subnet[] | undefined> {
    return this.#listed<Subnet>(`${cloud}/networks/${encodeURIComponent(vpc)}/subnets`);
  }

  /** Choices only: where a cloud does not list them, they are typed. */
  async #listed<T>(path: string): Promise<readonly T[] | undefined> {
    return this.client.get<Listed<T>>(path, { query: { limit: 1_000 } }).then(
      ({ items }) => items,
      () => undefined,
    );
  }

  get #field(): Field | undefined {
    return this.#write && this.#context && fieldsOf(this.#write, this.#context);
  }

  #enter(path: string, entry: Entry): void {
    this.#entries = { ...this.#entries, [path]: entry };
    delete this.#faults[path];
    this.#preview = undefined;
    this.problem = undefined;
    if (path === 'network.vpc' && typeof entry === 'string') void this.#chooseNetwork(entry);
    this.requestUpdate();
  }

  async #chooseNetwork(vpc: string): Promise<void> {
    const subnets = vpc === '' ? [] : await this.#subnets(`/clouds/${encodeURIComponent(this.target)}`, vpc);
    if (this.#context) this.#context = { ...this.#context, subnets: subnets ?? [] };
    this.requestUpdate();
  }

  /** What would be sent, and what it does to the bill. Nothing is sent to the cloud that changes anything. */
  async #review(event: Event): Promise<void> {
    event.preventDefault();
    const field = this.#field;
    if (!field) return;
    this.problem = undefined;
    this.#faults = Object.fromEntries(
      missingIn(field, this.#entries).map((path) => [path, this.t('form.missing')]),
    );
    if (Object.keys(this.#faults).length > 0) {
      await this.#focusFault();
      return;
    }
    await this.during(async () => {
      try {
        this.#preview = await this.#ask<Preview>({ dryRun: true });
        this.#key = crypto.randomUUID();
      } catch (thrown) {
        const { field: at, detail } = problemOf(thrown);
        if (at === undefined || !(thrown instanceof ProblemError)) throw thrown;
        this.#faults = { [at]: detail };
        throw thrown;
      }
    });
    await this.updateComplete;
    const confirming = this.renderRoot.querySelector<HTMLElement>('.confirm');
    confirming?.focus();
  }

  async #focusFault(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    const [path = ''] = Object.keys(this.#faults);
    this.renderRoot.querySelector<HTMLElement>(`#field-${path.replaceAll('.', '-')}`)?.focus();
  }

  async #confirm(): Promise<void> {
    await this.during(async () => {
      const view = await this.#ask<OperationView>({ key: this.#key });
      this.#operation = view;
      this.emit('polynat-started', { operation: view.id, mutation: view.mutation });
      for await (const { type } of this.client.follow<unknown>(
        `/operations/${view.id}/events`,
        this.signal,
      )) {
        this.#operation = await this.client.get<OperationView>(`/operations/${view.id}`);
        this.requestUpdate();
        if (type === 'end') break;
      }
      this.emit('polynat-done', {
        operation: view.id,
        mutation: view.mutation,
        state: this.#operation.state,
      });
    });
  }

  async #ask<T>({ dryRun, key }: { readonly dryRun?: true; readonly key?: string }): Promise<T> {
    const write = this.#write;
    const field = this.#field;
    if (!write || !field) throw new Error('the form is not loaded');
    const entered = inputOf(field, this.#entries);
    const input = placementOf(this.mutation)?.changes ? changedIn(entered, this.#initial) : entered;
    const path = write.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
      encodeURIComponent(name === 'alias' || name === 'ref' ? this.target : this.item),
    );
    const isQuery = write.method === 'DELETE';
    const members: Record<string, string | readonly string[]> = isQuery ? queryOf(input) : {};
    return this.client.ask<T>(write.method, path, {
      query: { ...members, ...(dryRun && { dryRun: 'true' }) },
      ...(!isQuery && { body: input }),
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  }

  override render(): TemplateResult {
    const field = this.#field;
    const title = textOr(this.language, `write.${this.mutation}`, this.mutation);
    const lacking = this.#context && unsupportedOf(this.#context.capabilities, this.#write?.needs);
    return html`<div class="stack">
      <h2>${title}</h2>
      ${lacking ? html`<div class="note">${cannot(this.language, lacking)}</div>` : nothing}
      ${field && !lacking ? (this.#operation ? this.#outcome(this.#operation) : this.#form(field, title)) : nothing}
      ${field || this.problem ? nothing : html`<p class="muted"><span class="spin" aria-hidden="true"></span> ${this.t('read.loading')}</p>`}
      ${field ? nothing : problemNote(this.language, this.problem)}
    </div>`;
  }

  #form(field: Field, title: string): TemplateResult {
    const view: FormView = {
      language: this.language,
      entries: this.#entries,
      faults: this.#faults,
      keeps: placementOf(this.mutation)?.changes === true,
      enter: (path, entry) => this.#enter(path, entry),
    };
    const isBusy = this.loading > 0;
    return html`<form @submit=${(event: Event) => void this.#review(event)} novalidate>
      ${fieldView(view, field)} ${problemNote(this.language, this.problem)}
      ${this.#preview ? this.#reviewed(this.#preview, title) : html`<div class="row"><button class="main" type="submit" ?disabled=${isBusy}>${this.t('form.review')}</button>${this.#closeButton('form.cancel')}<span class="muted small">${this.t('form.reviewHint')}</span></div>`}
    </form>`;
  }

  #closeButton(key: 'form.cancel' | 'form.close'): TemplateResult {
    return html`<button type="button" @click=${() => this.emit('polynat-closed', { mutation: this.mutation })}>${this.t(key)}</button>`;
  }

  #reviewed(preview: Preview, title: string): TemplateResult {
    const { requests, notice, effects, decision } = preview;
    const isDanger = placementOf(this.mutation)?.danger === true;
    const items = deletionItems(preview);
    return html`<section class="note ${effects.length > 0 ? 'warn' : ''} stack tight" aria-label=${this.t('review.title')}>
      <h3>${this.t('review.title')}</h3>
      <span class="row">${effects.length > 0 ? effectBadges(this.language, effects) : html`<span class="badge good">${this.t('effect.none')}</span>`}</span>
      ${effects.map((effect) => html`<p>${textOr(this.language, `effect.${effect}.means`, '')}</p>`)}
      ${notice === undefined ? nothing : html`<p>${english(notice)}</p>`}
      ${items.length > 0 ? html`<div><p class="muted small">${this.t('review.goes')}</p><ul>${items.map((item) => html`<li>${english(item)}</li>`)}</ul></div>` : nothing}
      <div>
        <p class="muted small">${this.t('review.sends')}</p>
        <ol class="requests">${requests.map((request) => html`<li>${english(request)}</li>`)}</ol>
      </div>
      ${decision.decision === 'needs-approval' ? html`<p><strong>${this.t('review.needsApproval')}</strong></p>` : nothing}
      ${decision.decision === 'deny' ? html`<p><strong>${this.t('review.denied')}</strong> ${english(decision.reason ?? '')}</p>` : nothing}
      <span class="row">
        <button type="button" class="main confirm ${isDanger ? 'danger' : ''}" ?disabled=${this.loading > 0 || decision.decision === 'deny'} @click=${() => void this.#confirm()}>
          ${decision.decision === 'needs-approval' ? this.t('review.ask') : title}
        </button>
        ${this.#closeButton('form.cancel')}
      </span>
    </section>`;
  }

  #outcome({ id, state, failure, requests }: OperationView): TemplateResult {
    const isOver = ['done', 'failed', 'rejected', 'expired'].includes(state);
    const tone = state === 'done' ? 'good' : isOver ? 'bad' : '';
    return html`<div class="note ${tone} stack tight" role="status">
      <span class="row">${isOver ? nothing : html`<span class="spin" aria-hidden="true"></span>`}<strong>${textOr(this.language, `operation.${state}`, state)}</strong></span>
      ${failure ? html`<span>${english(failure.message)}</span>` : nothing}
      ${failure?.remedy === undefined ? nothing : html`<span>→ ${english(failure.remedy)}</span>`}
      ${failure?.outcome === 'unknown' ? html`<span>${this.t('problem.outcomeUnknown')}</span>` : nothing}
      <span class="small muted"><code>${id}</code>${requests.map((request) => html` · <code>${request}</code>`)}</span>
    </div>
    ${problemNote(this.language, this.problem)}
    <div class="row">${this.#closeButton('form.close')}</div>`;
  }
}

/** Members of an input as parameters of a query. */
function queryOf(input: unknown): Record<string, string | readonly string[]> {
  if (typeof input !== 'object' || input === null) return {};
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}

/** What goes along with a gateway, in words. */
function deletionItems({ deletion }: Preview): readonly string[] {
  const items: unknown = deletion?.items;
  if (!Array.isArray(items)) return [];
  return items.map(
    ({ summary, end }: { readonly summary?: unknown; readonly end?: unknown }) => `${summary}: ${end}`,
  );
}
