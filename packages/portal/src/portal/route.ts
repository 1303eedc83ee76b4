/** What the page shows: a part, and what it is about. */
export interface Route {
  readonly part: Part;
  readonly id: string;
}

/** Parts with a place in the navigation, in its order. */
export const sections = [
  'fleet',
  'addresses',
  'create',
  'renewals',
  'migrate',
  'runs',
  'approvals',
  'audit',
] as const;
export const parts = [...sections, 'gateway', 'run'] as const;
export type Part = (typeof parts)[number];

/** `#/gateway/shop%3Acn-hangzhou%2Fngw-1`; what is no part shows the fleet. */
export function routeOf(hash: string): Route {
  const [, name = '', id = ''] = /^#\/([\w-]+)(?:\/(.*))?$/.exec(hash) ?? [];
  const part = parts.find((one) => one === name);
  return part ? { part, id: decoded(id) } : { part: 'fleet', id: '' };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
