import { NatError } from '@polynat/core';

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk, then resume the run',
  EDQUOT: 'make room within the quota, then resume the run',
  EROFS: 'make the state directory writable, then resume the run',
  EACCES: 'give this user write access to the state directory, then resume the run',
  EPERM: 'give this user write access to the state directory, then resume the run',
};

/** The system's word for an error, such as `ENOSPC`. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** The file system let us down: never an operation's fault, so the run is suspended and nothing is lost. */
export function storageTrouble(thrown: unknown, path: string): NatError {
  if (NatError.is(thrown)) return thrown;
  const code = systemCode(thrown);
  return new NatError('unavailable', `the journal ${path} cannot be used: ${code ?? String(thrown)}`, {
    remedy: remedies[code ?? ''] ?? 'check the state directory, then resume the run',
    cause: thrown,
  });
}
