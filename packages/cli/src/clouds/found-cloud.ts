import type { CloudOptions } from '@polynat/adapter-kit';
import type { NamedCloud } from './configuration.ts';

/** A cloud as the command line will use it. Its settings hold keys only for an emulator, where they open nothing else. */
export interface FoundCloud extends NamedCloud {
  /** Where this entry was found, for `polynat clouds`. */
  readonly found: string;
}

/** Where the keys come from, for people; never the keys. */
export function keysFrom({ credentials }: CloudOptions): string {
  if (credentials === 'environment') return 'the environment';
  if (credentials === 'profile') return 'the default profile';
  if (credentials === 'role') return 'the role of this machine';
  if ('role' in credentials) return `role ${credentials.role} of this machine`;
  if ('profile' in credentials) return `profile ${credentials.profile}`;
  return 'command' in credentials ? `command ${credentials.command[0]}` : 'the emulator';
}
