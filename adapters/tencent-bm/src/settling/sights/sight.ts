/** What a look at the resource itself tells. */
export interface Sight {
  /** Whether it is as it was asked to be. */
  readonly shows: boolean;
  /** What the mutation settles to, once it shows. */
  readonly value?: unknown;
  /** What was seen, in words. */
  readonly seen: string;
  /** The resource is broken for good. */
  readonly failed?: boolean;
}

export const gone: Sight = { shows: true, seen: 'gone' };
export const notYet = (seen: string): Sight => ({ shows: false, seen });
