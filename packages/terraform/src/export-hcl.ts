import type { CallOptions, Clouds, GatewayRef } from '@polynat/core';
import { type GatewaySnapshots, readSnapshots } from '@polynat/migrate';
import { requireProvider } from './providers.ts';
import { isEntry, type Unsaid } from './write/entry.ts';
import { filesOf, type WrittenFile } from './write/files.ts';

/** A configuration of Terraform with import blocks. */
export interface HclExport {
  /** The gateway. */
  readonly ref: string;
  readonly files: readonly WrittenFile[];
  /** How many resources the first `terraform plan` imports. */
  readonly imports: number;
  /** What the provider of Terraform has no resource for. The files tell it in comments. */
  readonly unsaid: readonly Unsaid[];
}

/** Reads a gateway and writes it as HCL that imports it. Only reads. */
export async function exportHcl(
  nat: Clouds,
  ref: GatewayRef | string,
  options: CallOptions = {},
): Promise<HclExport> {
  const { kind } = nat.cloud(nat.gateway(ref).ref.cloud);
  requireProvider(kind);
  return writeGateway(await readSnapshots(nat, ref, options), kind);
}

/** The same from what has been read; pure. */
export function writeGateway(snapshots: GatewaySnapshots, kind: string): HclExport {
  const provider = requireProvider(kind);
  const { ref } = snapshots.gateway;
  const written = provider.write(snapshots);
  const items = Object.values(written).flat();
  return {
    ref: `${ref}`,
    files: filesOf(provider, ref.region, written),
    imports: items.filter(isEntry).length,
    unsaid: items.filter((item) => !isEntry(item)),
  };
}
