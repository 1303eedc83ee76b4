/** Credentials that end, such as those of a security token service. */
export interface Expiring {
  /** Milliseconds since 1970; asked for again shortly before. */
  readonly expires?: number;
}

/**
 * Where credentials are looked for, spelled alike in programs and in configuration files: the variables of the cloud's own tools, the
 * profile file of its command line (the usual profile, or a named one), a program that prints them as one JSON object, or the role of
 * the machine that this runs on.
 */
export type CredentialPlace =
  | 'environment'
  | 'profile'
  | { readonly profile: string }
  | { readonly command: readonly string[] }
  | 'role'
  | { readonly role: string };

/** Where an adapter gets its credentials: given as they are, by a function that may refresh them, or from a place. */
export type CredentialSource<C> = C | (() => Promise<C & Expiring>) | CredentialPlace;

export const fromEnvironment = (): CredentialPlace => 'environment';

export const fromProfile = (name?: string): CredentialPlace =>
  name === undefined ? 'profile' : { profile: name };

/** The role that is attached to this machine in the cloud; a cloud that attaches several needs its name. */
export const fromRole = (name?: string): CredentialPlace => (name === undefined ? 'role' : { role: name });

/** `fromCommand('vault', 'read', '-format=json', '-field=data', 'secret/baidu')` */
export const fromCommand = (program: string, ...args: readonly string[]): CredentialPlace => ({
  command: [program, ...args],
});
