import type { Capabilities } from '@polynat/core';
import type { Account } from './account.ts';
import type { RequestHandler } from './request-handler.ts';

/** What the resources of one driver work with. */
export interface DriverContext {
  readonly account: Account;
  readonly requests: RequestHandler;
  readonly region: string;
  readonly capabilities: Capabilities;
  readonly pageSize: number;
}
