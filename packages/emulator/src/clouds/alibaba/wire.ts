import type { Answer, AnswerValue } from '../../world/alibaba/world.ts';

/** The body of a reply before it is written as JSON or XML. */
export type Fields = Answer;
export type Value = AnswerValue;
