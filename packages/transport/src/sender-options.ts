/** An `http.Agent` or `https.Agent` of Node, named by its shape so that these types need no types of Node. */
export interface NodeAgent {
  destroy(): void;
}

/** Calls `expire` after so many milliseconds, unless the function it returned is called before. */
export type Timer = (expire: () => void, milliseconds: number) => () => void;

export interface SenderOptions {
  /**
   * Address of the proxy for every request, with user and password in it where it asks for them; `false` for none. When left out,
   * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` choose.
   */
  readonly proxy?: string | false;
  /** Certificates in PEM to trust beside the usual ones, such as that of a proxy that inspects TLS. */
  readonly ca?: string | readonly string[];
  /** Connections to one host at a time; more calls wait for a free one. 64 when left out. */
  readonly connections?: number;
  /**
   * Your own agents, for example for a SOCKS proxy or with a client certificate. They decide alone how connections are made, so they
   * cannot be combined with `proxy`, `ca` and `connections`, and they are yours to close.
   */
  readonly agent?: { readonly http?: NodeAgent; readonly https?: NodeAgent };
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How an attempt is timed; `setTimeout` when left out. */
  readonly timer?: Timer;
}
