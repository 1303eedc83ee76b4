import type { Expression } from './expression.ts';

/** What a file or a block holds, in order. */
export type Item = Attribute | Block | Comment | 'blank line';

export interface Attribute {
  readonly name: string;
  readonly value: Expression;
}

export interface Block {
  readonly block: string;
  readonly labels: readonly string[];
  readonly body: readonly Item[];
}

export interface Comment {
  readonly comment: string;
}

export const attribute = (name: string, value: Expression): Attribute => ({ name, value });

export const block = (type: string, labels: readonly string[], ...body: readonly Item[]): Block => ({
  block: type,
  labels,
  body,
});

export const comment = (text: string): Comment => ({ comment: text });
