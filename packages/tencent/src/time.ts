/** Times come as `2017-10-11 11:35:02` without a zone: those of Beijing, where the products come from. */
export function decodeInstant(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const instant = Date.parse(`${text.trim().replace(' ', 'T')}+08:00`);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}
