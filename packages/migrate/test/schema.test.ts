import { describe, expect, it } from 'vitest';
import { documentJsonSchema, mappingJsonSchema } from '../src/index.ts';

const printed = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`;

describe('the published schemas', () => {
  it('say of a document what the library checks', async () => {
    await expect(printed(documentJsonSchema())).toMatchFileSnapshot('../schema/gateway-document.schema.json');
  });

  it('say of a mapping what the library checks', async () => {
    await expect(printed(mappingJsonSchema())).toMatchFileSnapshot('../schema/mapping.schema.json');
  });
});
