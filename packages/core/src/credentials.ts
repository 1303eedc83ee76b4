/** Keys that end, such as those of a security token service. */
export interface Expiring {
  /** Milliseconds since 1970; asked for anew shortly before. */
  readonly expires?: number;
}

/** Read the variables of the cloud's own tools. */
export interface FromEnvironment {
  readonly from: 'environment';
}

/** Read the profile file of the cloud's own command line. */
export interface FromProfile {
  readonly from: 'profile';
  readonly name?: string;
}

/** Where an adapter gets its keys: given as they are, by a function that may refresh them, or from where the cloud's own tools look. */
export type CredentialSource<C> = C | (() => Promise<C & Expiring>) | FromEnvironment | FromProfile;

export const fromEnvironment = (): FromEnvironment => ({ from: 'environment' });

export const fromProfile = (name?: string): FromProfile => ({ from: 'profile', ...(name && { name }) });
