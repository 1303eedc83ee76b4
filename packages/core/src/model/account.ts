/** The account whose resources a driver works on. */
export interface AccountIdentity {
  /** Example: `1960000000001234`, or `key:5f2c9a01c3d4e8b7` where the key tells. */
  readonly id: string;
  /**
   * `cloud`: the cloud names its account. `key`: no API of the cloud does, so the id is a fingerprint of the access key id, from which
   * the key cannot be read. Another key of the same account has another fingerprint.
   */
  readonly by: 'cloud' | 'key';
}
