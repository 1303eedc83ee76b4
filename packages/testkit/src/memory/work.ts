/** What a mutation does once the cloud accepts it. */
export interface Work<T> {
  /** The provider's word while it is under way. */
  readonly seen: string;
  readonly finish?: () => void;
  /** Puts back what acceptance changed, when the work fails. */
  readonly undo?: () => void;
  readonly result: () => T;
}

/** Work that changes nothing: what was asked for is so already. */
export const settled = <T>(result: () => T): Work<T> => ({ seen: 'done', result });

export const gone = (): Work<void> => settled(() => undefined);

/** Puts an item into a passing state until the work ends; a failure puts it back. */
export function passing<S, T>(
  item: { state: S },
  states: { readonly during: S; readonly after: S },
  work: Work<T>,
): Work<T> {
  const before = item.state;
  item.state = states.during;
  return {
    ...work,
    finish: () => {
      item.state = states.after;
      work.finish?.();
    },
    undo: () => {
      item.state = before;
      work.undo?.();
    },
  };
}
