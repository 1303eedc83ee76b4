export { exportHcl, type HclExport, writeGateway } from './export-hcl.ts';
export type { Unsaid } from './write/entry.ts';
export type { WrittenFile } from './write/files.ts';
