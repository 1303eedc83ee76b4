const form = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(?:\.\d+)?Z?$/;

/** Times come with and without seconds and with and without the Z, and always mean UTC; empty text is no time. */
export function decodeTime(time: string | undefined): string | undefined {
  const [, day, minute, second = ':00'] = form.exec(time ?? '') ?? [];
  return day && `${day}T${minute}${second}Z`;
}
