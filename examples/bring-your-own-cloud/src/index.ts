import { defineCloud } from '@polynat/adapter-kit';
import { addresses } from './addresses.ts';
import { capabilities } from './capabilities.ts';
import { protocolOf } from './client.ts';
import { gateways } from './gateways.ts';
import { operations } from './operations.ts';
import { snat } from './snat.ts';

/** NAT gateways of Volcano, a cloud made up for docs/adding-a-cloud.md. Resources that it lacks are not in the list. */
export const volcano = defineCloud({
  kind: 'volcano',
  title: 'Volcano',
  settings: {
    region: {
      example: 'etna',
      pattern: /^[a-z]+$/,
      must: 'must name a region, such as etna',
      variables: ['VOLCANO_REGION'],
    },
    endpoint: { example: 'https://etna.volcano.example' },
    own: {},
  },
  /** Where Volcano's own tools keep credentials. */
  credentials: {
    fields: { keyId: {}, secret: {} },
    variables: [{ keyId: 'VOLCANO_KEY_ID', secret: 'VOLCANO_SECRET' }],
  },
  operations,
  protocol: protocolOf,
  capabilities,
  context: ({ client, settings: { region } }) => ({ client, region }),
  resources: { gateways, addresses, snat },
  pacing: { first: 0, every: 1_000, most: 5_000 },
  /** Volcano changes a gateway one thing at a time. */
  laneOf: (_mutation, key) => key && `gateway ${key.id}`,
});

/** What `use: './volcano'` in polynat.yaml reads. */
export const { cloud } = volcano;
