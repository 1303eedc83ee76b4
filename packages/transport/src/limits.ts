/** Bytes an answer may have: a page of 50 gateways has 30 kB, so sixteen megabytes is not an answer but an accident. */
export const sizeLimit = 16 * 1024 * 1024;

/** Milliseconds one attempt may take. The clouds answer within seconds, their load balancers give up after a minute. */
export const attemptLimit = 30_000;

/** Milliseconds of pause a cloud may ask for. More is a mistake, often of a proxy, and would shut the account out. */
export const longestRetryAfter = 5 * 60_000;
