import * as z from 'zod';
import { number, text } from '../answer.ts';

export const taskAnswer = z.looseObject({ TaskId: number, RequestId: text });
export const taskState = z.looseObject({ Status: number, RequestId: text });
