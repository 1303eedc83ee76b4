import type { CloudSettings, Seams, SettingsDefinition } from '@polynat/adapter-kit';
import type { CredentialSource } from '@polynat/core';
import type { VolcanoCredentials } from './signer.ts';

export interface VolcanoOptions extends CloudSettings, Seams {
  readonly credentials: CredentialSource<VolcanoCredentials>;
}

export const settings: SettingsDefinition<CloudSettings> = {
  region: {
    example: 'etna',
    pattern: /^[a-z]+$/,
    must: 'must name a region, such as etna',
    variables: ['VOLCANO_REGION'],
  },
  endpoint: { example: 'https://etna.volcano.example' },
  own: {},
};
