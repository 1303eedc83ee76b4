import { html, nothing, type TemplateResult } from 'lit';
import type { Size } from '../api/types.ts';
import { factOf } from '../forms/facts.ts';
import { optionLabel } from '../forms/labels.ts';
import { sizeWords } from '../shared/formats.ts';
import { type Language, translate } from '../texts/translate.ts';
import type { Source, Target } from './ends.ts';
import { type Decisions, subnetsIn } from './mapping.ts';

interface DecisionsView {
  readonly language: Language;
  readonly source: Source;
  readonly target: Target;
  readonly decisions: Decisions;
  decide(change: Partial<Decisions>): void;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What costs money or changes a public IP is decided here, never guessed. */
export function decisionsView(view: DecisionsView): TemplateResult {
  const { language, source, target, decisions, decide } = view;
  const t = (key: Parameters<typeof translate>[1], words?: Record<string, string>) =>
    translate(language, key, words);
  const { networks, subnets, capabilities } = target;
  const create = factOf(capabilities, 'gateways.create');
  const sourceSubnets = subnetsIn(source.snat);
  return html`
    <div class="choices">
      ${
        networks.length > 0
          ? select(
              'vpc',
              t('field.vpc'),
              decisions.vpc,
              [
                choose(language),
                ...networks.map(({ id, name }) => ({
                  value: id,
                  label: name === '' ? id : `${name} · ${id}`,
                })),
              ],
              (vpc) => decide({ vpc }),
            )
          : text('vpc', t('field.vpc'), decisions.vpc, (vpc) => decide({ vpc }))
      }
      ${
        create?.subnet === 'unused' && !create.subnetBySize
          ? nothing
          : select(
              'subnet',
              t('field.subnet'),
              decisions.subnet,
              [{ value: '', label: '–' }, ...subnets.map(subnetChoice)],
              (subnet) => decide({ subnet }),
            )
      }
      ${create?.zone === true ? text('zone', t('field.zone'), decisions.zone, (zone) => decide({ zone })) : nothing}
      ${text('name', t('migrate.name'), decisions.name, (name) => decide({ name }))}
      ${select('size', t('migrate.size'), decisions.size, [{ value: '', label: t('migrate.sizeAuto') }, ...sizesOf(view)], (size) => decide({ size }))}
      ${select('billing', t('migrate.billing'), decisions.term, [{ value: '', label: t('variant.billing.on-demand') }, ...termsOf(view)], (term) => decide({ term }))}
      ${select('soak', t('migrate.soak'), decisions.soak, soaksOf(language), (soak) => decide({ soak }))}
    </div>
    ${source.gateway.addresses.length > 0 ? html`<h3>${t('migrate.addresses')}</h3><div class="choices">${source.gateway.addresses.map(({ ip }) => addressView(view, ip))}</div>` : nothing}
    ${
      sourceSubnets.length > 0
        ? html`<h3>${t('migrate.subnets')}</h3><div class="choices">${sourceSubnets.map((subnet) =>
            select(
              `subnet-${subnet}`,
              subnet,
              decisions.subnets[subnet] ?? '',
              [{ value: '', label: t('migrate.undecided') }, ...subnets.map(subnetChoice)],
              (chosen) => decide({ subnets: { ...decisions.subnets, [subnet]: chosen } }),
            ),
          )}</div>`
        : nothing
    }
    <label class="row"><input type="checkbox" .checked=${decisions.deleteSource} @change=${({ target: box }: Event) => decide({ deleteSource: box instanceof HTMLInputElement && box.checked })}> ${t('migrate.deleteSource')}</label>`;
}

function addressView(
  { language, target: { free }, decisions, decide }: DecisionsView,
  ip: string,
): TemplateResult {
  const taken = new Set(
    Object.entries(decisions.addresses)
      .filter(([source]) => source !== ip)
      .map(([, chosen]) => chosen),
  );
  const choices = [
    { value: '', label: translate(language, 'migrate.undecided') },
    { value: 'allocate', label: translate(language, 'migrate.allocate') },
    { value: 'drop', label: translate(language, 'migrate.drop') },
    ...free.filter((one) => !taken.has(one.ip)).map((one) => ({ value: one.ip, label: one.ip })),
  ];
  const label = translate(language, 'migrate.address', { ip });
  return select(`ip-${ip}`, label, decisions.addresses[ip] ?? '', choices, (value) =>
    decide({ addresses: { ...decisions.addresses, [ip]: value } }),
  );
}

function sizesOf({ language, target: { capabilities } }: DecisionsView): readonly Choice[] {
  const { offers, units } = capabilities.sizes;
  const choice = (size: Size): Choice => ({ value: JSON.stringify(size), label: sizeWords(language, size) });
  const { from, to }: { from?: unknown; to?: unknown } =
    typeof units === 'object' && units !== null ? { ...units } : {};
  const counts =
    typeof from === 'number' && typeof to === 'number'
      ? [1, 2, 5, 10, 20, 50, 100].filter((count) => from <= count && count <= to)
      : [];
  return [...offers.map(({ size }) => choice(size)), ...counts.map((count) => choice({ units: count }))];
}

function termsOf({ language, target: { capabilities } }: DecisionsView): readonly Choice[] {
  const terms: { months?: unknown; years?: unknown } = Object(
    factOf(capabilities, 'billing.prepaid')?.terms ?? {},
  );
  const lengths = (unit: 'months' | 'years'): readonly Choice[] => {
    const counts = terms[unit];
    if (!Array.isArray(counts)) return [];
    return counts.map((count) => {
      const value = JSON.stringify({ [unit]: count });
      return {
        value,
        label: `${translate(language, 'variant.billing.prepaid')}, ${optionLabel(language, 'term', value)}`,
      };
    });
  };
  return [...lengths('months'), ...lengths('years')];
}

const soaksOf = (language: Language): readonly Choice[] => [
  { value: '', label: translate(language, 'migrate.soakNone') },
  ...[1, 24, 72, 168].map((count) => ({
    value: `${count}h`,
    label: translate(language, 'migrate.hours', { count }),
  })),
];

const choose = (language: Language): Choice => ({ value: '', label: translate(language, 'form.choose') });

const subnetChoice = ({
  id,
  name,
  cidr,
}: {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
}): Choice => ({
  value: id,
  label: `${name === '' ? id : name} · ${cidr}`,
});

const idOf = (name: string): string => `decide-${name.replaceAll(/[^\w-]/g, '-')}`;

function select(
  name: string,
  label: string,
  value: string,
  choices: readonly Choice[],
  take: (value: string) => void,
): TemplateResult {
  const changed = ({ target }: Event) => {
    if (target instanceof HTMLSelectElement) take(target.value);
  };
  return html`<span><label for=${idOf(name)}>${label}</label>
    <select id=${idOf(name)} @change=${changed}>${choices.map((choice) => html`<option value=${choice.value} ?selected=${choice.value === value}>${choice.label}</option>`)}</select></span>`;
}

function text(name: string, label: string, value: string, take: (value: string) => void): TemplateResult {
  const changed = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) take(target.value);
  };
  return html`<span><label for=${idOf(name)}>${label}</label><input id=${idOf(name)} type="text" autocomplete="off" .value=${value} @change=${changed}></span>`;
}
