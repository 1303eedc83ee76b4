import type { ServiceIdentifier } from 'inversify';

/**
 * Names a seam and remembers its type: bindings and dependency lists made with it are checked by the compiler. The same name is the
 * same token in every copy of this package.
 */
export const token = <T>(name: string): ServiceIdentifier<T> => Symbol.for(`@polynat/${name}`);
