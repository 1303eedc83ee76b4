import { type CallOptions, type Clouds, NatError } from '@polynat/core';
import type { Accounts } from '@polynat/engine';

/**
 * The account behind each alias, for a run to note or to compare. Asks each cloud once. Clouds that cannot tell theirs are left out.
 */
export async function accountsOf(
  clouds: Clouds,
  aliases: Iterable<string>,
  options?: CallOptions,
): Promise<Accounts> {
  const told = [...new Set(aliases)].map(async (alias) => {
    const id = await idOf(clouds, alias, options);
    return id === undefined ? [] : [[alias, id] as const];
  });
  return Object.fromEntries((await Promise.all(told)).flat());
}

async function idOf(clouds: Clouds, alias: string, options?: CallOptions): Promise<string | undefined> {
  const cloud = clouds.cloud(alias);
  try {
    return (await cloud.account(options))?.id;
  } catch (thrown) {
    const { code, plain, retryable, provider } = NatError.from(thrown);
    throw new NatError(code, `cannot tell which account ${alias} acts for: ${plain}`, {
      retryable,
      remedy: `make sure that the credentials of ${alias} work and that the identity service of its cloud can be reached, or do not check the account: anyAccount, --any-account`,
      cause: thrown,
      ...(provider && { provider }),
    });
  }
}
