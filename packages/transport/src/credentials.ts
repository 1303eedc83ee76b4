import {
  type Clock,
  type CredentialSource,
  type Expiring,
  type FromEnvironment,
  type FromProfile,
  minutes,
  NatError,
  seconds,
  systemClock,
} from '@polynat/core';

/** Where the tools of one cloud keep credentials. Both return `undefined` when there are none. */
export interface CredentialPlaces<C> {
  readonly environment: () => (C & Expiring) | undefined;
  readonly profile: (name?: string) => Promise<(C & Expiring) | undefined>;
  /** The names of the variables and of the file, for the error. */
  readonly named?: { readonly environment?: string; readonly profile?: string };
  readonly clock?: Clock;
}

/** Credentials are fetched again this long before they expire, so that no request arrives with expired ones. */
const refreshAhead = minutes(5);
/** While the old credentials are valid, a source that failed is not asked again for so long: it may have failed under load. */
const askAgainAfter = seconds(10);
/** Without this timeout, calls would wait past their deadlines for a function that never answers. */
const answerWithin = seconds(30);

/**
 * The credentials of each attempt: fetched once for all callers, kept until shortly before they expire, then fetched again. While the
 * old ones are still valid, calls use them and do not wait.
 */
export function resolveCredentials<C extends object>(
  source: CredentialSource<C>,
  places: CredentialPlaces<C>,
): () => Promise<C> {
  const clock = places.clock ?? systemClock;
  const fetch = fetcher(source, places);
  let held: (C & Expiring) | undefined;
  let underWay: Promise<C> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<C> => {
    try {
      held = await inTime(fetch, clock);
      return held;
    } catch (thrown) {
      failedAt = clock.now();
      throw thrown;
    } finally {
      underWay = undefined;
    }
  };

  return async () => {
    const left = (held?.expires ?? Number.POSITIVE_INFINITY) - clock.now();
    if (held && left > refreshAhead) return held;
    const sinceFailure = clock.now() - failedAt;
    if (held && left > 0 && sinceFailure >= 0 && sinceFailure < askAgainAfter) return held;
    underWay ??= refresh();
    if (!held || left <= 0) return underWay;
    underWay.catch(() => undefined);
    return held;
  };
}

type Fetch<C> = () => Promise<C & Expiring>;

function fetcher<C extends object>(source: CredentialSource<C>, places: CredentialPlaces<C>): Fetch<C> {
  if (typeof source === 'function') return () => fromFunction(source);
  if (!isPlace(source)) return async () => source;
  if (source.from === 'environment') return async () => places.environment() ?? missing(source, places);
  return async () => (await places.profile(source.name)) ?? missing(source, places);
}

const isPlace = (source: object): source is FromEnvironment | FromProfile =>
  'from' in source && (source.from === 'environment' || source.from === 'profile');

async function fromFunction<C>(ask: Fetch<C>): Promise<C & Expiring> {
  try {
    return await ask();
  } catch (thrown) {
    if (NatError.is(thrown, 'unauthenticated')) throw thrown;
    throw new NatError('unauthenticated', `the credentials function failed: ${NatError.from(thrown).plain}`, {
      remedy: 'return credentials from the function given as `credentials`',
      cause: thrown,
    });
  }
}

function missing(place: FromEnvironment | FromProfile, { named }: CredentialPlaces<object>): never {
  if (place.from === 'environment') {
    const variables = named?.environment ?? "the cloud's own variables";
    throw new NatError('unauthenticated', `no credentials in the environment (${variables})`, {
      remedy: `set ${variables}, or pass credentials`,
    });
  }
  const file = named?.profile ?? "the cloud's own profile file";
  const profile =
    place.name === undefined ? 'a default profile' : `the profile ${JSON.stringify(place.name)}`;
  throw new NatError('unauthenticated', `${file} has no credentials in ${profile}`, {
    remedy: `write the profile with the cloud's own command line, or pass credentials`,
  });
}

async function inTime<C>(fetch: Fetch<C>, clock: Clock): Promise<C & Expiring> {
  const answered = new AbortController();
  const late = clock.sleep(answerWithin, answered.signal).then(() => {
    throw new NatError('unauthenticated', `no credentials within ${answerWithin / 1_000} s`, {
      remedy: 'return credentials sooner from the function given as `credentials`',
    });
  });
  try {
    return await Promise.race([fetch(), late]);
  } finally {
    answered.abort();
  }
}
