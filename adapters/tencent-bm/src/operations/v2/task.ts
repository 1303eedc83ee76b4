import { number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { single } from '../answer.ts';

/**
 * Writes answer the id of a task. The page of UnbindIpsToBmNatGateway shows it as a top-level `requestId` in its template and as
 * `data.taskId` in its sample.
 */
export const taskAnswer = z.looseObject({ data: single(z.looseObject({ taskId: text })), requestId: text });

/** `data.status` on the newest pages, `data.result` on the oldest. */
export const taskState = z.looseObject({ data: single(z.looseObject({ status: number, result: number })) });
