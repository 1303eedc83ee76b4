import { number, text } from '@polynat/adapter-kit';
import * as z from 'zod';

export const taskAnswer = z.looseObject({ TaskId: number, RequestId: text });
export const taskState = z.looseObject({ Status: number, RequestId: text });
