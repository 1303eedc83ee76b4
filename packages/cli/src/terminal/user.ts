import type { Io } from './io.ts';

/** Who runs the command, for the audit log. */
export const userOf = ({ environment }: Pick<Io, 'environment'>): string =>
  environment.USER ?? environment.USERNAME ?? 'local';
