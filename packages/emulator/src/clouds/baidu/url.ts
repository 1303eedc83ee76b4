import { WireError } from './errors.ts';

/** The address of a request, percent-decoded exactly once; a plus sign stays a plus sign. */
export interface Url {
  readonly segments: readonly string[];
  /** In the order they were sent; a key without a value has the value ''. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export function readUrl(path: string, query: string): Url {
  const [start, ...segments] = path.split('/').map(decode);
  if (start !== '') throw new WireError('InvalidURI', 'The path must begin with a slash.');
  return { segments, parameters: query.split('&').filter(Boolean).map(readParameter) };
}

export function parameterOf(url: Url, name: string): string | undefined {
  return url.parameters.find(([other]) => other === name)?.[1];
}

function readParameter(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [decode(text), ''] : [decode(text.slice(0, equals)), decode(text.slice(equals + 1))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new WireError('InvalidURI', `The percent-encoding of ${text} is broken.`);
  }
}
