import type { MigrationPlan } from '@polynat/migrate';
import { html, type TemplateResult } from 'lit';
import { type Language, translate } from '../texts/translate.ts';

export interface StartView {
  readonly language: Language;
  readonly plan: MigrationPlan;
  readonly understood: boolean;
  readonly busy: boolean;
  understand(value: boolean): void;
  start(): void;
}

/** The yes to a plan. */
export function startView({ language, understood, busy, understand, start }: StartView): TemplateResult {
  const tick = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) understand(target.checked);
  };
  return html`<section class="card stack tight">
    <label class="row"><input type="checkbox" .checked=${understood} @change=${tick}> ${translate(language, 'plan.understood')}</label>
    <div><button class="main" ?disabled=${!understood || busy} @click=${start}>${translate(language, 'plan.start')}</button></div>
  </section>`;
}
