import type { Gateway } from '@polynat/core';

export type Tags = Readonly<Record<string, string>>;

/** Those a gateway does not have, or has with another value. */
export const missingTags = ({ tags }: Gateway, wanted: Tags): readonly (readonly [string, string])[] =>
  Object.entries(wanted).filter(([name, value]) => tags[name] !== value);
