import type { CallOptions, Clouds, GatewayRef } from '@polynat/core';
import { type GatewaySnapshots, readSnapshots } from '@polynat/migrate';
import { requireProvider } from './providers.ts';
import { isEntry, type Unsaid } from './write/entry.ts';
import { filesOf, type RegionalProvider, type WrittenFile } from './write/files.ts';

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
export const exportHcl = async (
  nat: Clouds,
  ref: GatewayRef | string,
  options: CallOptions = {},
): Promise<HclExport> => exportBeside(nat, ref, undefined, options);

/** The same beside `removed` blocks, whose provider has to be there too. */
export async function exportBeside(
  nat: Clouds,
  ref: GatewayRef | string,
  removed: GatewayRef | undefined,
  options: CallOptions,
): Promise<HclExport> {
  const { kind } = nat.cloud(nat.gateway(ref).ref.cloud);
  requireProvider(kind);
  return write(await readSnapshots(nat, ref, options), kind, removed && regionalProvider(nat, removed));
}

function regionalProvider(nat: Clouds, { cloud, region }: GatewayRef): RegionalProvider {
  return { requirement: requireProvider(nat.cloud(cloud).kind), region };
}

/** The same from what has been read; pure. */
export const writeGateway = (snapshots: GatewaySnapshots, kind: string): HclExport =>
  write(snapshots, kind, undefined);

function write(snapshots: GatewaySnapshots, kind: string, removed: RegionalProvider | undefined): HclExport {
  const provider = requireProvider(kind);
  const { ref } = snapshots.gateway;
  const written = provider.write(snapshots);
  const items = Object.values(written).flat();
  const own = { requirement: provider, region: ref.region };
  const other = removed && removed.requirement.provider !== provider.provider ? [removed] : [];
  return {
    ref: `${ref}`,
    files: filesOf(written, { providers: [own, ...other], removes: removed !== undefined }),
    imports: items.filter(isEntry).length,
    unsaid: items.filter((item) => !isEntry(item)),
  };
}
