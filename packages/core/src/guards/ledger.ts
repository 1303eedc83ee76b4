/** One purchase, or the note that one came to nothing. */
export interface LedgerEntry {
  /** That of the write: repeated or resumed, it is one purchase. */
  readonly token: string;
  /** In words: `gateways.create`. */
  readonly what: string;
  readonly months: number;
  /** It was refused, and nothing was bought. */
  readonly cancelled?: true;
}

/** The purchases of one cloud on one day. */
export interface LedgerPage {
  /** Alias of the cloud. */
  readonly cloud: string;
  /** `2026-11-29`, in UTC. */
  readonly day: string;
}

/** Where purchases are counted. Several processes that share one never exceed a ceiling together. */
export interface PurchaseLedger {
  /**
   * Appends what `decide` makes of the entries so far, unless somebody has appended meanwhile: then it reads and decides again. Nothing
   * is appended for `undefined`. What `decide` throws is passed on.
   */
  append(
    page: LedgerPage,
    decide: (entries: readonly LedgerEntry[]) => LedgerEntry | undefined,
  ): Promise<void>;
}

/** Counts for as long as the process lives. */
export function memoryLedger(): PurchaseLedger {
  const pages = new Map<string, LedgerEntry[]>();
  return {
    async append({ cloud, day }, decide) {
      const name = `${day} ${cloud}`;
      const entries = pages.get(name) ?? [];
      const entry = decide(entries);
      if (entry) pages.set(name, [...entries, entry]);
    },
  };
}
