import type { outputSchemas } from '@polynat/server';
import type * as z from 'zod';

type Output<N extends keyof typeof outputSchemas> = z.output<(typeof outputSchemas)[N]>;

/** What the server answers, as its schemas have it. */
export type Approval = Output<'Approval'>;
export type AppliedPlan = Output<'AppliedPlan'>;
export type AuditRecord = Output<'AuditRecord'>;
export type BandwidthPackage = Output<'BandwidthPackage'>;
export type Capabilities = Output<'Capabilities'>;
export type Cloud = Output<'Cloud'>;
export type DnatRule = Output<'DnatRule'>;
export type Gateway = Output<'Gateway'>;
export type Network = Output<'Network'>;
export type OperationView = Output<'Operation'>;
export type Preview = Output<'Preview'>;
export type Principal = Output<'Principal'>;
export type Problem = Output<'Problem'>;
export type PublicAddress = Output<'PublicAddress'>;
export type Readiness = Output<'Readiness'>;
export type Run = Output<'Run'>;
export type SharedBandwidth = Output<'SharedBandwidth'>;
export type SnatRule = Output<'SnatRule'>;
export type Subnet = Output<'Subnet'>;
export type WriteView = Output<'Write'>;
export type Size = Gateway['size'];

/** What a cloud failed with, in a listing that others have answered. */
export interface CloudFailure {
  readonly cloud: string;
  readonly error: Problem;
}

export interface Listed<T> {
  readonly items: readonly T[];
  readonly failures: readonly CloudFailure[];
  readonly next?: string;
  /** When each cloud was read. */
  readonly readAt: Readonly<Record<string, string>>;
}

export interface Read<T> {
  readonly value: T;
  readonly readAt: string;
}
