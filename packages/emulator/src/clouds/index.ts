import type { CloudFactory } from '../cloud.ts';

/** The clouds of one emulator. Each recognises its own requests; the order decides nothing. */
export const cloudFactories: readonly CloudFactory[] = [];
