/** Nonces seen within the time a signature stays valid. */
export class NonceMemory {
  readonly #retention: number;
  /** Oldest first, as Map keeps insertion order. */
  readonly #seen = new Map<string, number>();

  constructor(retention: number) {
    this.#retention = retention;
  }

  /** Notes a nonce; false when it was used before. */
  use(accessKeyId: string, nonce: string, now: number): boolean {
    this.#forget(now - this.#retention);
    const key = `${accessKeyId} ${nonce}`;
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now);
    return true;
  }

  clear(): void {
    this.#seen.clear();
  }

  #forget(oldest: number): void {
    for (const [key, at] of this.#seen) {
      if (at >= oldest) return;
      this.#seen.delete(key);
    }
  }
}
