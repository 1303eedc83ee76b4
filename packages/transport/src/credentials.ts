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

/** How one cloud's own tools keep their keys. Both answer `undefined` when there is nothing there. */
export interface CredentialPlaces<C> {
  readonly environment: () => (C & Expiring) | undefined;
  readonly profile: (name?: string) => Promise<(C & Expiring) | undefined>;
  /** The variables and the file by name, for the error that tells where was looked. */
  readonly named?: { readonly environment?: string; readonly profile?: string };
  readonly clock?: Clock;
}

/** Keys are asked for anew this long before they end, so that no request arrives with dead ones. */
const refreshAhead = minutes(5);
/** While the old keys hold, a source that failed is left alone for so long: it may be failing because of too many who ask. */
const askAgainAfter = seconds(10);
/** A function that has not answered by then will not; calls would hang on it past their deadlines. */
const patience = seconds(30);

/**
 * How an adapter gets the keys of each try: asked for once, kept until shortly before they end, and asked for by one caller at a
 * time. While the old keys still hold, calls use them and the new ones are fetched beside.
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
      remedy: 'make the function given as `credentials` resolve to keys',
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
  throw new NatError('unauthenticated', `${file} has no keys under ${profile}`, {
    remedy: `write the profile with the cloud's own command line, or pass credentials`,
  });
}

async function inTime<C>(fetch: Fetch<C>, clock: Clock): Promise<C & Expiring> {
  const answered = new AbortController();
  const late = clock.sleep(patience, answered.signal).then(() => {
    throw new NatError('unauthenticated', `no credentials within ${patience / 1_000} s`, {
      remedy: 'make the function given as `credentials` answer sooner',
    });
  });
  try {
    return await Promise.race([fetch(), late]);
  } finally {
    answered.abort();
  }
}
