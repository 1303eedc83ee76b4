import { check } from '@polynat/core';
import * as z from 'zod';
import type { CloudDefinition } from './cloud.ts';

/** Reads the definition of a cloud that comes from elsewhere, such as a package that a configuration names. */
export const readDefinition = (value: unknown, what: string): CloudDefinition =>
  check<CloudDefinition>(definitionSchema(), value, what);

function definitionSchema() {
  const text = z.string('must be a text').min(1, 'must not be empty');
  const pattern = z.instanceof(RegExp, { error: 'must be a regular expression' });
  const rule = z.looseObject({ pattern, must: text });
  const setting = z.union(
    [
      z.looseObject({ summary: text, oneOf: z.array(text).min(1) }),
      z.looseObject({ summary: text, text: rule }),
      z.looseObject({ summary: text, listOf: rule }),
    ],
    'must have a summary, and oneOf, text or listOf',
  );
  const names = z.record(z.string(), z.union([text, z.array(text)], 'must be a name or a list of names'));
  return z.looseObject({
    kind: text,
    title: text,
    settings: z.looseObject({
      region: z.looseObject({
        example: text,
        pattern,
        must: text,
        alsoCalled: z.record(z.string(), text).exactOptional(),
        variables: z.array(text),
      }),
      endpoint: z.looseObject({ example: text }),
      own: z.record(z.string(), setting),
    }),
    credentials: z.looseObject({
      fields: z.record(
        z.string(),
        z.looseObject({
          optional: z.literal(true).exactOptional(),
          pattern: pattern.exactOptional(),
          must: text.exactOptional(),
        }),
      ),
      variables: z.array(names),
      profile: z
        .looseObject({
          files: z.array(
            z.looseObject({
              path: text,
              layout: z.enum(['list', 'sections', 'single'], 'must be list, sections or single'),
              usual: text,
              fields: names,
              modes: z.record(z.string(), z.array(text)).exactOptional(),
            }),
          ),
          remedy: text,
        })
        .exactOptional(),
    }),
    load: z.custom<CloudDefinition['load']>(
      (value) => typeof value === 'function',
      'must be a function that loads what creates drivers',
    ),
  });
}
