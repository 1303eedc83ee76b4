import type { WireRequest } from '@polynat/transport';

type Sent = Pick<WireRequest, 'url' | 'headers'> & { readonly body?: string };

/** The parameters of a request of version 2, wherever they travel. */
export const formOf = ({ url, body }: Sent): URLSearchParams =>
  body === undefined ? new URL(url).searchParams : new URLSearchParams(body);

/** The operation a request calls, in either version. */
export const actionOf = (request: Sent): string | null =>
  request.headers['x-tc-action'] ?? formOf(request).get('Action');
