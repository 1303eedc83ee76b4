import type { Meaning } from '@polynat/adapter-kit';

/** What the codes of both versions of the API share. */
export const wrongKeys: Meaning = {
  code: 'unauthenticated',
  remedy: 'check the secret id and the secret key',
};
export const forbidden: Meaning = {
  code: 'forbidden',
  remedy: 'grant the key the right to this operation in access management (CAM)',
};
/** Another change of the resource is under way, https://cloud.tencent.com/doc/api/245/4924 */
export const busy: Meaning = { code: 'busy', retryable: true };
