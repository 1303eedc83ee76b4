import { readSettings, type Variant } from '../../packages/adapter-kit/src/index.ts';
import { knownClouds } from '../../packages/cli/src/clouds/known.ts';
import type { Capabilities, Fact, Feature } from '../../packages/core/src/index.ts';

type KnownCloud = (typeof knownClouds)[number];

export interface DocumentedCloud {
  readonly page: string;
  readonly name: string;
  readonly definition: KnownCloud;
  /** With its usual settings. */
  readonly capabilities: Capabilities;
  /** With others, where the facts differ. */
  readonly variant?: { readonly differs: string; readonly capabilities: Capabilities };
}

/** The facts as the adapters themselves state them; nothing is sent. */
export const documentedClouds: readonly DocumentedCloud[] = await Promise.all(knownClouds.map(documented));

async function documented(definition: KnownCloud): Promise<DocumentedCloud> {
  const { kind: page, title: name, variants: [variant] = [] } = definition;
  const capabilities = await capabilitiesOf(definition);
  const other = variant && {
    differs: variant.differs,
    capabilities: await capabilitiesOf(definition, variant),
  };
  return { page, name, definition, capabilities, ...(other && { variant: other }) };
}

async function capabilitiesOf(cloud: KnownCloud, variant?: Variant): Promise<Capabilities> {
  const create = await cloud.load();
  const region = cloud.settings.region.example;
  return create(readSettings(cloud.kind, cloud, { region, ...variant?.settings }, 'documentation'))
    .capabilities;
}

/** The fact of a feature, with its limits where one of the two has it. */
export function factOf({ capabilities, variant }: DocumentedCloud, feature: Feature): Fact {
  const fact = capabilities.features[feature];
  return fact.supported ? fact : (variant?.capabilities.features[feature] ?? fact);
}
