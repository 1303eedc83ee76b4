import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import type { Approval, Listed, Principal } from '../api/types.ts';
import { dateTime, relative } from '../shared/formats.ts';
import { badge, effectBadges, freshness, problemNote, textOr } from '../shared/parts.ts';
import { PolynatElement } from '../shared/polynat-element.ts';
import { styles } from '../shared/styles.ts';

const look = css`
  pre {
    margin: 8px 0 0;
    padding: 12px;
    max-height: 320px;
    overflow: auto;
    background: var(--raised);
    border-radius: 6px;
    font: 12px/1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;

/** Requests that wait for a second person, and what became of those before. */
export class ApprovalsElement extends PolynatElement {
  static override styles: CSSResultGroup = [styles, look];
  #approvals: readonly Approval[] = [];
  #principal: Principal | undefined;
  #readAt: string | undefined;
  #notes: Readonly<Record<string, string>> = {};

  protected override async load(): Promise<void> {
    this.problem = undefined;
    const { signal } = this;
    const [principal, { items }] = await Promise.all([
      this.client.get<Principal>('/principal', { signal }),
      this.client.get<Listed<Approval>>('/approvals', { signal }),
    ]);
    this.#principal = principal;
    this.#approvals = items;
    this.#readAt = new Date().toISOString();
  }

  async #decide({ id, request }: Approval, decision: 'approve' | 'reject'): Promise<void> {
    const note = this.#notes[id]?.trim() ?? '';
    await this.during(async () => {
      await this.client.post(`/approvals/${id}/decision`, {
        decision,
        request,
        ...(note !== '' && { note }),
      });
      this.emit('polynat-decided', { approval: id, decision });
      await this.load();
    });
  }

  override render(): TemplateResult {
    const refresh = () => void this.during(() => this.load());
    return html`<div class="stack">
      <div class="row spread"><h1>${this.t('approvals.title')}</h1>${freshness(this.language, this.#readAt, { loading: this.loading > 0, refresh })}</div>
      ${problemNote(this.language, this.problem)}
      ${this.#approvals.length === 0 && this.loading === 0 ? html`<p class="muted">${this.t('approvals.none')}</p>` : nothing}
      ${this.#approvals.map((approval) => this.#approval(approval))}
    </div>`;
  }

  #approval(approval: Approval): TemplateResult {
    const {
      state,
      by,
      action,
      ref,
      clouds,
      effects,
      created,
      expires,
      decidedBy,
      note,
      asked,
      request,
      run,
    } = approval;
    const target = ref ?? clouds.join(', ');
    return html`<article class="card stack tight">
      <div class="row spread">
        <h2>${textOr(this.language, `write.${action}`, textOr(this.language, `action.${action}`, action))}</h2>
        ${badge(this.language, state)}
      </div>
      <p>${this.t('approvals.asks', { by })} <code>${target}</code> <span class="muted small">${dateTime(this.language, created)}</span></p>
      <p class="row">${effectBadges(this.language, effects)}</p>
      ${effects.map((effect) => html`<p class="small">${textOr(this.language, `effect.${effect}.means`, '')}</p>`)}
      <details><summary>${this.t('approvals.details')}</summary><pre tabindex="0">${JSON.stringify(asked, undefined, 2)}</pre></details>
      <p class="muted small mono">${request.slice(0, 16)}… · ${this.opening('run', run, run)}</p>
      ${decidedBy === undefined ? nothing : html`<p>${this.t('approvals.decidedBy', { by: decidedBy })}${note === undefined ? nothing : html`: ${note}`}</p>`}
      ${state === 'waiting' ? this.#decision(approval, relative(this.language, expires, Date.now())) : nothing}
    </article>`;
  }

  #decision(approval: Approval, when: string): TemplateResult {
    const { id, by } = approval;
    const isOwn = this.#principal?.id === by;
    const mayDecide = this.#principal?.roles.includes('approver') ?? false;
    if (isOwn || !mayDecide)
      return html`<p class="note">${this.t(isOwn ? 'approvals.own' : 'approvals.noRole')} ${this.t('approvals.expires', { when })}</p>`;
    const write = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) this.#notes = { ...this.#notes, [id]: target.value };
    };
    return html`<div class="row">
      <label class="row">${this.t('approvals.note')} <input type="text" maxlength="1000" @input=${write}></label>
      <button class="main" ?disabled=${this.loading > 0} @click=${() => void this.#decide(approval, 'approve')}>${this.t('approvals.approve')}</button>
      <button class="danger" ?disabled=${this.loading > 0} @click=${() => void this.#decide(approval, 'reject')}>${this.t('approvals.reject')}</button>
      <span class="muted small">${this.t('approvals.expires', { when })}</span>
    </div>`;
  }
}
