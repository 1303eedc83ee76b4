/** What is used of `pg`: a pool, of this package or of the application. */
export interface Queries {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}
