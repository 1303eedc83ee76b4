import { UsageError } from '../terminal/failures.ts';

/** What few users need is a peer that is not installed with the command. Without it, the command that needs it says how to get it. */
export async function optionalPackage<T>(packages: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (thrown) {
    if (!isMissing(thrown, packages)) throw thrown;
    const verb = packages.length === 1 ? 'is' : 'are';
    throw new UsageError(
      `${packages.join(' and ')} ${verb} not installed`,
      `install: npm install ${packages.join(' ')}`,
    );
  }
}

/** One of these, and not a package that one of them needs. */
export const isMissing = (thrown: unknown, packages: readonly string[]): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  (thrown.code === 'ERR_MODULE_NOT_FOUND' || thrown.code === 'MODULE_NOT_FOUND') &&
  packages.some((name) => thrown.message.includes(`'${name}'`));
