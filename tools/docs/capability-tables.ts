import { describeOffers, type Fact, type Feature, type SizeFacts } from '../../packages/core/src/index.ts';
import { type DocumentedCloud, documentedClouds, factOf } from './clouds.ts';
import { featureWords } from './feature-words.ts';
import { table } from './table.ts';

/** Clouds side by side. */
export function comparison(features: readonly Feature[]): string {
  const names = documentedClouds.map(({ name, page }) => [name, page] as const);
  const rows = features.map((feature) => [
    featureWords[feature],
    ...documentedClouds.map((cloud) => answer(cloud, feature)),
  ]);
  const sizes = documentedClouds.map(({ capabilities }) => grouped(describeOffers(capabilities.sizes)));
  return table(['', ...names.map(([name]) => name)], [...rows, ['sizes', ...sizes]]);
}

/** 3000000 is hard to read. */
const grouped = (text: string): string =>
  text.replace(/\d{5,}/g, (digits) => Number(digits).toLocaleString('en'));

function answer({ capabilities, variant }: DocumentedCloud, feature: Feature): string {
  const { supported } = capabilities.features[feature];
  if (variant && variant.capabilities.features[feature].supported !== supported) return variant.differs;
  return supported ? 'yes' : '–';
}

/** Everything one cloud says about itself, with the document it came from. */
export function factSheet(cloud: DocumentedCloud): string {
  const { features } = cloud.capabilities;
  const rows = (Object.keys(features) as Feature[]).map((feature) => [
    `\`${feature}\``,
    featureWords[feature],
    answer(cloud, feature),
    remarks(factOf(cloud, feature)),
    source(factOf(cloud, feature).source),
  ]);
  return table(['feature', '', cloud.name, 'limits, or why not and what then', 'source'], rows);
}

function remarks(fact: Fact): string {
  if (!fact.supported) return `${fact.reason}; ${fact.remedy}`;
  const { supported: _, source: __, ...limits } = fact;
  return Object.entries(limits).map(limit).filter(Boolean).join('; ');
}

/** Limits are numbers, words, or small records of them; patterns stand beside the same rule in words. */
function limit([name, value]: readonly [string, unknown]): string {
  const label = words(name);
  if (value === true || value === false) return `${label}: ${value ? 'yes' : 'no'}`;
  if (typeof value !== 'object' || value === null) return `${label}: ${value}`;
  if ('words' in value) return `${label}: must ${value.words}`;
  const limits = range(value);
  if (limits !== undefined) return `${label}: ${limits}`;
  if ('offers' in value) return `${label}: ${grouped(describeOffers(value as SizeFacts))}`;
  if (name === 'meteredBy') return `${label}: ${Object.entries(value).map(way).join(', ')}`;
  return Object.entries(value)
    .filter(([, list]) => !Array.isArray(list) || list.length > 0)
    .map(([part, list]) => `${part}: ${Array.isArray(list) ? list.join(', ') : list}`)
    .join('; ');
}

const range = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value
    ? `${value.from} to ${value.to}`
    : undefined;

/** A way of metering with the bandwidths that are sold so. */
const way = ([name, offer]: readonly [string, unknown]): string => {
  const sold = range(offer);
  return sold === undefined ? `${name} (${offer})` : `${name} (${sold} Mbit/s)`;
};

const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Most sources are one address; some name a manual and a page, or two addresses. */
const source = (text: string): string =>
  text.replace(/https?:\/\/[^\s;,]+/g, (url) => `[${url.split('/').filter(Boolean).at(-1)}](${url})`);

export const sizeSheet = ({ capabilities: { sizes } }: DocumentedCloud): string => {
  const rows = sizes.offers.map(({ size, tier, connections, addresses }) => [
    `\`${JSON.stringify(size)}\``,
    tier ?? '',
    connections?.toLocaleString('en') ?? '',
    `${addresses ?? ''}`,
  ]);
  const { units } = sizes;
  const unitRow = units
    ? [
        [
          `\`{"units":${units.from}}\` to \`{"units":${units.to}}\``,
          '',
          units.connectionsPerUnit
            ? `${units.connectionsPerUnit.toLocaleString('en')} each`
            : 'not published',
          units.addressesPerUnit ? `${units.addressesPerUnit} each, at most ${units.addressesAtMost}` : '',
        ],
      ]
    : [];
  return table(['size', 'also called', 'connections', 'addresses'], [...rows, ...unitRow]);
};
