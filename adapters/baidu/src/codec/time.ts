/**
 * Times come as `2018-08-13T08:10:59Z` and as `2021-04-25 17:22:34`, sometimes in one answer. What has no zone is UTC, as the
 * general rules of the API say (https://cloud.baidu.com/doc/VPC/s/gjwvyu77i).
 */
export function decodeInstant(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const spelled = text.trim().replace(' ', 'T');
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(spelled) ? spelled : `${spelled}Z`;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? undefined : `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
