import { isIPv6 } from 'node:net';
import { NatError } from '@polynat/core';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for requests to an origin; `undefined` to go there directly. */
export type ProxyChoice = (origin: URL) => URL | undefined;

/** A proxy given by hand serves every host; otherwise the environment chooses, as in curl and Go. */
export function chooseProxy(given: string | false | undefined, environment: Environment): ProxyChoice {
  if (given === false) return () => undefined;
  if (given !== undefined) {
    const proxy = parseProxy(given, 'proxy');
    return () => proxy;
  }
  return (origin) => fromEnvironment(origin, environment);
}

/** The lower-case spelling wins. This machine is always reached directly, as in Go: a local emulator is behind no proxy. */
function fromEnvironment(origin: URL, environment: Environment): URL | undefined {
  const name = origin.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = environment[name] || environment[name.toUpperCase()];
  if (!value || isLoopback(origin.hostname)) return undefined;
  const exceptions = environment.no_proxy || environment.NO_PROXY || '';
  return isExcepted(origin, exceptions) ? undefined : parseProxy(value, name.toUpperCase());
}

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(host);

/** Names with their subdomains, with or without a leading dot or `*.`, optionally with a port; `*` for all. */
function isExcepted(origin: URL, exceptions: string): boolean {
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const { name, port: entryPort } = partsOf(entry);
      if (entryPort !== undefined && entryPort !== port) return false;
      return origin.hostname === name || origin.hostname.endsWith(`.${name}`);
    });
}

/** Example: `.cloud.test:8443` is the name `cloud.test` and the port `8443`. An IPv6 address needs no brackets unless a port follows. */
function partsOf(entry: string): { readonly name: string; readonly port?: string } {
  if (isIPv6(entry)) return { name: `[${entry}]` };
  const [, name = '', port] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return { name, ...(port !== undefined && { port }) };
}

function parseProxy(text: string, field: string): URL {
  const address = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  throw new NatError(
    'invalid-argument',
    'must be an http or https address, such as http://proxy.example:3128',
    { field },
  );
}

/** The header that proves to a proxy who asks, from the user and password in its address. */
export function proxyHeaders({ username, password }: URL): Readonly<Record<string, string>> {
  if (!username && !password) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
