/** What the listener hands to a cloud: the request as it stood on the wire, nothing decoded but the path split off. */
export interface HttpRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  /** Query as sent, still percent-encoded, without the question mark; empty when there is none. */
  readonly query: string;
  /** Lower-case names; a header sent twice is joined with a comma, as node:http does. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
