import type { CallOptions } from '../call.ts';
import type { NativeApi } from '../driver.ts';
import { NatError } from '../errors.ts';
import { overridden } from './overridden.ts';

/** The error of a write on a cloud that is set up as read-only. */
export const isReadOnly = (cloud: string, what: string): NatError =>
  new NatError('forbidden', `${cloud} is set up as read-only, so ${what} is not sent`, {
    remedy: `take readOnly out of the settings of ${cloud} to allow writes`,
  });

/** A provider's API without its writes: its own table says which operations those are. */
export function readingOnly<N extends NativeApi | undefined>(native: N, cloud: string): N {
  if (native === undefined) return native;
  const call = async (operation: string, input: unknown, options?: CallOptions): Promise<unknown> => {
    const known = Object.hasOwn(native.operations, operation) ? native.operations[operation] : undefined;
    if (known?.writes) throw isReadOnly(cloud, operation);
    return native.call(operation, input, options);
  };
  return overridden(native, (name) => (name === 'call' ? call : undefined));
}
