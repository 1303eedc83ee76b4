import type { CredentialDefinition } from '@polynat/adapter-kit';
import type { VolcanoCredentials } from './signer.ts';

/** Where Volcano's own tools keep credentials. */
export const credentials: CredentialDefinition<VolcanoCredentials> = {
  fields: { keyId: {}, secret: {} },
  variables: [{ keyId: 'VOLCANO_KEY_ID', secret: 'VOLCANO_SECRET' }],
};
