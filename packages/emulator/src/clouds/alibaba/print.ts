/** `YYYY-MM-DDThh:mm:ssZ`, as the samples print creation times. */
export function printTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** `YYYY-MM-DDThh:mmZ`, as the samples print expiry; empty text for what never ends. */
export function printExpiry(instant: number | undefined): string {
  return instant === undefined ? '' : `${new Date(instant).toISOString().slice(0, 16)}Z`;
}
