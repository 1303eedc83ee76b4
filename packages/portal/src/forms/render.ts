import { html, nothing, type TemplateResult } from 'lit';
import { cannot } from '../shared/parts.ts';
import { type Language, translate } from '../texts/translate.ts';
import {
  branchPath,
  chosenBranch,
  type Entries,
  type Entry,
  lengthOf,
  lengthPath,
  textAt,
} from './entries.ts';
import type { Field, Option, Unsupported } from './field.ts';
import { fieldHint, fieldLabel, optionLabel, variantLabel } from './labels.ts';

export interface FormView {
  readonly language: Language;
  readonly entries: Entries;
  /** Whether it changes something that is there: what is left out then stays, and else is as the cloud sets it. */
  readonly keeps: boolean;
  /** What is wrong, by path. */
  readonly faults: Readonly<Record<string, string>>;
  enter(path: string, entry: Entry): void;
}

type Shown = TemplateResult | typeof nothing;

/** A field with its label, what is wrong with it, and what the cloud cannot do about it. */
export function fieldView(view: FormView, field: Field): Shown {
  const { language } = view;
  if (field.unsupported && field.path !== '')
    return html`<div class="field">
      <span class="label muted">${labelOf(view, field)}</span>
      ${cannot(language, field.unsupported)}
    </div>`;
  switch (field.kind) {
    case 'group':
      return field.path === ''
        ? html`${field.fields.map((one) => fieldView(view, one))}`
        : html`<fieldset><legend>${labelOf(view, field)}</legend>${field.fields.map((one) => fieldView(view, one))}</fieldset>`;
    case 'constant':
      return nothing;
    case 'list':
      return listView(view, field);
    case 'variants':
      return variantsView(view, field);
    case 'flag':
      return flagView(view, field);
    case 'lines':
      return field.options
        ? someView(view, field, field.options)
        : labelled(view, field, textArea(view, field));
    case 'pairs':
      return labelled(view, field, textArea(view, field));
    case 'choice':
      return labelled(view, field, choiceView(view, field));
    case 'number':
      return labelled(
        view,
        field,
        html`<input id=${idOf(field)} type="number" step="1" .value=${textAt(view.entries, field.path)} min=${field.from ?? nothing} max=${field.to ?? nothing} aria-describedby=${describing(view, field)} @input=${entering(view, field)}>`,
      );
    case 'ports':
    case 'text':
      return labelled(
        view,
        field,
        html`<input id=${idOf(field)} type="text" autocomplete="off" spellcheck="false" .value=${textAt(view.entries, field.path)} aria-describedby=${describing(view, field)} @input=${entering(view, field)}>`,
      );
  }
}

const labelOf = ({ language }: FormView, { path, required, kind }: Field): Shown => {
  const label = fieldLabel(language, path) ?? path;
  const isOptional = !required && kind !== 'flag';
  return html`${label}${isOptional ? html` <span class="muted optional">${translate(language, 'form.optional')}</span>` : nothing}`;
};

const idOf = ({ path }: Pick<Field, 'path'>): string => `field-${path.replaceAll('.', '-')}`;

const describing = (view: FormView, field: Field): string | typeof nothing =>
  view.faults[field.path] !== undefined || fieldHint(view.language, field.path) !== undefined
    ? `${idOf(field)}-note`
    : nothing;

function note(view: FormView, field: Field): Shown {
  const fault = view.faults[field.path];
  const hint = fieldHint(view.language, field.path);
  if (fault === undefined && hint === undefined) return nothing;
  return html`<span id="${idOf(field)}-note" class="small ${fault === undefined ? 'muted' : 'fault'}">${fault ?? hint}</span>`;
}

const labelled = (view: FormView, field: Field, control: TemplateResult): TemplateResult =>
  html`<div class="field">
    <label for=${idOf(field)}>${labelOf(view, field)}</label>
    ${control} ${note(view, field)}
  </div>`;

const entering =
  (view: FormView, { path }: Field) =>
  ({ target }: Event): void => {
    const isControl =
      target instanceof HTMLInputElement ||
      target instanceof HTMLSelectElement ||
      target instanceof HTMLTextAreaElement;
    if (isControl) view.enter(path, target.value);
  };

function textArea(view: FormView, field: Field): TemplateResult {
  const entry = view.entries[field.path] ?? '';
  const text = typeof entry === 'string' ? entry : entry.join('\n');
  return html`<textarea id=${idOf(field)} rows="3" .value=${text} aria-describedby=${describing(view, field)} @input=${entering(view, field)}></textarea>`;
}

function choiceView(view: FormView, field: Extract<Field, { readonly kind: 'choice' }>): TemplateResult {
  const { language, entries } = view;
  const chosen = textAt(entries, field.path);
  const choose = html`<option value="" ?selected=${chosen === ''}>${translate(language, field.required ? 'form.choose' : leftOut(view))}</option>`;
  return html`<select id=${idOf(field)} aria-describedby=${describing(view, field)} @change=${entering(view, field)}>
    ${choose}
    ${field.options.map(
      ({ value, label }) =>
        html`<option value=${value} ?selected=${value === chosen}>${label ?? optionLabel(language, field.path, value)}</option>`,
    )}
  </select>`;
}

const leftOut = ({ keeps }: FormView) => (keeps ? 'form.asItIs' : 'form.usual');

/** Some of those that there are, each with a box of its own. */
function someView(view: FormView, field: Field, options: readonly Option[]): TemplateResult {
  const entry = view.entries[field.path] ?? [];
  const chosen = typeof entry === 'string' ? [entry] : entry;
  const toggle = (value: string) => () =>
    view.enter(
      field.path,
      chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value],
    );
  return html`<fieldset>
    <legend>${labelOf(view, field)}</legend>
    ${options.map(
      ({ value, label }) =>
        html`<label class="check"><input type="checkbox" .checked=${chosen.includes(value)} @change=${toggle(value)}><span class="mono">${label ?? value}</span></label>`,
    )}
    ${note(view, field)}
  </fieldset>`;
}

function flagView(view: FormView, field: Field): TemplateResult {
  const isOn = textAt(view.entries, field.path) === 'true';
  return html`<div class="field">
    <label class="check"><input id=${idOf(field)} type="checkbox" .checked=${isOn} @change=${() => view.enter(field.path, isOn ? '' : 'true')}><span>${labelOf(view, field)}</span></label>
    ${note(view, field)}
  </div>`;
}

function variantsView(view: FormView, field: Extract<Field, { readonly kind: 'variants' }>): TemplateResult {
  const { language, entries } = view;
  const chosen = chosenBranch(field, entries);
  const variant = field.variants.find(({ key }) => key === chosen);
  const id = idOf({ path: `${field.path}.branch` });
  const choose = ({ target }: Event) => {
    if (target instanceof HTMLSelectElement) view.enter(branchPath(field.path), target.value);
  };
  const lacking = field.variants.flatMap(({ key, unsupported }) =>
    unsupported ? [{ key, unsupported }] : [],
  );
  const label = field.path === '' ? translate(language, 'form.what') : labelOf(view, field);
  const inner = variant?.field;
  return html`<div class="field variants">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${choose}>
      ${field.required ? nothing : html`<option value="" ?selected=${chosen === ''}>${translate(language, leftOut(view))}</option>`}
      ${field.variants.map(
        ({ key, unsupported }) =>
          html`<option value=${key} ?selected=${key === chosen} ?disabled=${unsupported !== undefined}>${variantLabel(language, field.path, key) ?? key}</option>`,
      )}
    </select>
    ${lacking.map(({ key, unsupported }) => lackingView(language, variantLabel(language, field.path, key) ?? key, unsupported))}
    ${inner === undefined ? nothing : html`<div class="inner">${inner.kind === 'group' ? inner.fields.map((one) => fieldView(view, one)) : fieldView(view, inner)}</div>`}
    ${note(view, field)}
  </div>`;
}

const lackingView = (language: Language, what: string, unsupported: Unsupported): TemplateResult =>
  html`<div class="small"><span class="muted">${what}:</span> ${cannot(language, unsupported)}</div>`;

function listView(view: FormView, field: Extract<Field, { readonly kind: 'list' }>): TemplateResult {
  const { language, entries } = view;
  const length = lengthOf(entries, field);
  const resize = (by: number) => () => view.enter(lengthPath(field.path), `${length + by}`);
  return html`<div class="field">
    ${Array.from({ length }, (_item, index) => {
      const item = field.item(index);
      return html`<fieldset>
        <legend>${fieldLabel(language, field.path) ?? field.path} ${index + 1}</legend>
        ${item.kind === 'group' ? item.fields.map((one) => fieldView(view, one)) : fieldView(view, item)}
      </fieldset>`;
    })}
    <span class="row">
      <button type="button" @click=${resize(1)}>${translate(language, 'form.addItem')}</button>
      ${length > 1 ? html`<button type="button" @click=${resize(-1)}>${translate(language, 'form.removeItem')}</button>` : nothing}
    </span>
  </div>`;
}
