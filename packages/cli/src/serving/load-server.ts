import { UsageError } from '../terminal/failures.ts';

type ServerPackage = typeof import('@polynat/server');

/** An optional peer of the command: most users never serve anything. */
export async function loadServer(): Promise<ServerPackage> {
  try {
    return await import('@polynat/server');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UsageError('@polynat/server is not installed', 'install it: npm install @polynat/server');
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') &&
  error.message.includes('@polynat/server');
