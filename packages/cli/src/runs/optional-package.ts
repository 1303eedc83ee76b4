import { UsageError } from '../terminal/failures.ts';

/** What few users need is not installed with the command. Without it, the command that needs it says how to get it. */
export async function optionalPackage<T>(
  what: string,
  packages: readonly string[],
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (thrown) {
    if (!isMissing(thrown, packages)) throw thrown;
    const names = packages.join(' ');
    throw new UsageError(`${what}: ${packages.join(' and ')} are not installed`, `npm install ${names}`);
  }
}

const isMissing = (thrown: unknown, packages: readonly string[]): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  thrown.code === 'ERR_MODULE_NOT_FOUND' &&
  packages.some((name) => thrown.message.includes(`'${name}'`));
