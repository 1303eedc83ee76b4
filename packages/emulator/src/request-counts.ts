/** How many requests of one account asked for one operation in one second of real time. */
export interface RequestCount {
  readonly cloud: string;
  /** The public half of its key pair. */
  readonly account: string;
  readonly operation: string;
  /** ISO 8601, to the second. */
  readonly second: string;
  readonly requests: number;
  /** Of those, how many the allowance of the account refused. */
  readonly throttled: number;
}

interface Counted {
  readonly cloud: string;
  readonly account: string;
  readonly operation: string;
  readonly at: number;
  readonly throttled: boolean;
}

export interface RequestCounts {
  add(request: Counted): void;
  clear(): void;
  /** In the order of the first request of each. */
  list(): readonly RequestCount[];
}

/** Counts every request since the start or the last clearing, where the log keeps the last ones only. */
export function createRequestCounts(): RequestCounts {
  const counts = new Map<string, { -readonly [Name in keyof RequestCount]: RequestCount[Name] }>();
  return {
    add({ cloud, account, operation, at, throttled }) {
      const second = Math.floor(at / 1000);
      const key = `${cloud} ${account} ${operation} ${second}`;
      const known = counts.get(key) ?? {
        cloud,
        account,
        operation,
        second: `${new Date(second * 1000).toISOString().slice(0, 19)}Z`,
        requests: 0,
        throttled: 0,
      };
      known.requests += 1;
      if (throttled) known.throttled += 1;
      counts.set(key, known);
    },
    clear: () => counts.clear(),
    list: () => [...counts.values()].map((count) => ({ ...count })),
  };
}
