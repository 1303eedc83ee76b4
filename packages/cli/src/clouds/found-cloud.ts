import type { CloudConfiguration } from './configuration.ts';

/** A cloud as the command line will use it. */
export interface FoundCloud extends Omit<CloudConfiguration, 'credentials'> {
  readonly alias: string;
  /** Where the keys come from; the keys themselves only for an emulator, where they open nothing else. */
  readonly credentials:
    | CloudConfiguration['credentials']
    | { readonly emulator: Readonly<Record<string, string>> };
  /** Where this entry was found, for `polynat clouds`. */
  readonly found: string;
}
