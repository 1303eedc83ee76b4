import { readSettings } from '@polynat/adapter-kit';
import { knownClouds } from '@polynat/cli';
import { outputSchemas, writeFacts, writes } from '@polynat/server';
import * as z from 'zod';
import type { Capabilities, WriteView } from '../src/api/types.ts';
import type { FormContext } from '../src/forms/context.ts';
import type { Field } from '../src/forms/field.ts';
import { fieldsOf } from '../src/forms/fields-of.ts';
import { fieldLabel, variantLabel } from '../src/forms/labels.ts';
import type { Language } from '../src/texts/translate.ts';

/** Every cloud with what it can do, as the server tells it. */
export const clouds = Promise.all(
  knownClouds.map(async (cloud) => {
    const create = await cloud.load();
    const region = cloud.settings.region.example;
    const { capabilities } = create(readSettings(cloud.kind, cloud, { region }, 'a test'));
    return { kind: cloud.kind, capabilities: asTold(capabilities) };
  }),
);

/** What a rule of names cannot say in JSON is lost on the way, and no form needs it. */
const asTold = (capabilities: unknown): Capabilities =>
  z.parse(outputSchemas.Capabilities, JSON.parse(JSON.stringify(capabilities)));

const described = new Map<string, WriteView>();

/** A write as the server describes it. */
function writeOf(mutation: keyof typeof writes): WriteView {
  const known = described.get(mutation) ?? describe(mutation);
  described.set(mutation, known);
  return known;
}

function describe(mutation: keyof typeof writes): WriteView {
  const { method, path, summary, effects, input } = writes[mutation];
  const { needs, fields = {} } = writeFacts[mutation];
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return {
    mutation,
    method,
    path,
    summary,
    effects: [...effects],
    fields: { ...fields },
    input: schema,
    ...(needs && { needs }),
  };
}

export const formOf = (mutation: keyof typeof writes, context: FormContext): Field =>
  fieldsOf(writeOf(mutation), context);

/** Every field of a form and every branch of its unions, with their labels. */
export function fieldsIn(
  language: Language,
  field: Field,
): readonly { readonly path: string; readonly label: string | undefined }[] {
  const own =
    field.path === '' || /\.\d+$/.test(field.path)
      ? []
      : [{ path: field.path, label: fieldLabel(language, field.path) }];
  switch (field.kind) {
    case 'group':
      return [...own, ...field.fields.flatMap((one) => fieldsIn(language, one))];
    case 'list':
      return [...own, ...fieldsIn(language, field.item(0))];
    case 'variants':
      return [
        ...own,
        ...field.variants.flatMap(({ key, field: inner }) => [
          { path: `${field.path}.${key}`, label: variantLabel(language, field.path, key) },
          ...(inner?.kind === 'group' ? inner.fields.flatMap((one) => fieldsIn(language, one)) : []),
        ]),
      ];
    case 'constant':
      return [];
    default:
      return own;
  }
}
