import { parse } from '@cdktn/hcl2json';
import * as z from 'zod';

const attributes = z.record(z.string(), z.unknown());

const parsedSchema = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.tuple([attributes]))),
  import: z.array(z.object({ to: z.string(), id: z.string() })).default([]),
  provider: z.record(z.string(), z.unknown()).default({}),
  removed: z.array(z.object({ from: z.string() })).default([]),
});

export interface ParsedResource {
  readonly type: string;
  readonly label: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Parsed {
  readonly resources: readonly ParsedResource[];
  readonly imports: readonly { readonly to: string; readonly id: string }[];
  readonly providers: Readonly<Record<string, unknown>>;
  readonly removed: readonly { readonly from: string }[];
}

/** What a configuration says, read by HashiCorp's own parser. References come as `${…}`. */
export async function parsed(files: readonly { readonly text: string }[]): Promise<Parsed> {
  const text = files.map((file) => file.text).join('\n');
  const { resource, import: imports, removed, provider } = parsedSchema.parse(await parse('all.tf', text));
  return {
    imports,
    removed,
    providers: provider,
    resources: Object.entries(resource).flatMap(([type, labels]) =>
      Object.entries(labels).map(([label, [body]]) => ({ type, label, attributes: body })),
    ),
  };
}
