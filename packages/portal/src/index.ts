import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The page as files that `createServer({ page })` of `@polynat/server` serves, or any other web server. */
export interface PortalPage {
  file(path: string): { readonly type: string; readonly body: Uint8Array } | undefined;
}

/** Every file there is: a path outside this table is none, whatever it holds. */
const types: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'portal.js': 'text/javascript; charset=utf-8',
  'portal.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

export function portalPage(): PortalPage {
  const read = new Map<string, Uint8Array>();
  return {
    file(path) {
      const type = Object.hasOwn(types, path) ? types[path] : undefined;
      if (type === undefined) return undefined;
      const body =
        read.get(path) ?? readFileSync(fileURLToPath(new URL(`../dist/page/${path}`, import.meta.url)));
      read.set(path, body);
      return { type, body };
    },
  };
}
