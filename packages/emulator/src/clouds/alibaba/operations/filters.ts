/** Joins the conditions that were asked for; undefined when nothing was, so that a page needs no look at the rest. */
export function allOf<T>(...conditions: readonly (((item: T) => boolean) | undefined)[]) {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? undefined : (item: T) => given.every((condition) => condition(item));
}

/** A condition on one property that may have any of several values. */
export function among<T>(wanted: readonly string[] | undefined, actual: (item: T) => string) {
  return wanted === undefined ? undefined : (item: T) => wanted.includes(actual(item));
}

/** A condition on one property, unless the wanted value was not sent. */
export function equal<T>(wanted: string | undefined, actual: (item: T) => string | undefined) {
  return wanted === undefined ? undefined : (item: T) => actual(item) === wanted;
}
