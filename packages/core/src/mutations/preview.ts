/** What a mutation would send, for whoever decides whether it may. */
export interface MutationPreview {
  /** What each request is to lead to, in order. Example: `the new size`. Empty where what is found on the way decides. */
  readonly requests: readonly string[];
  /** What happens beside it, such as an interruption of traffic. */
  readonly notice?: string;
}
