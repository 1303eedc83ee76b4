import * as z from 'zod';
import { coded, text } from '../../tencent/operation.ts';
import { operation, type VpcOperation } from '../operation.ts';

/** Tasks of EIPs have numbers, those of gateways the RequestId of the write. */
const NUMBER = /^\d+$/;

const describeTask = operation(
  ({ int }) =>
    z
      .strictObject({ TaskId: int.optional(), DealName: text.optional() })
      .refine(
        ({ TaskId, DealName }) => TaskId !== undefined || DealName !== undefined,
        coded('MissingParameter', 'give TaskId or DealName'),
      ),
  ({ state }, { TaskId, DealName }) => {
    const { status } = state.tasks.find(TaskId === undefined ? `order ${DealName}` : String(TaskId));
    return { TaskId, Result: status };
  },
  { 'task-not-found': 'InvalidParameter' },
);

const describeVpcTask = operation(
  () => z.strictObject({ TaskId: text.min(1) }),
  ({ state }, { TaskId }) => {
    const { status, resources } = state.tasks.find(NUMBER.test(TaskId) ? '' : TaskId);
    return {
      Status: status,
      Output: status,
      Result: resources.map((id) => ({ ResourceId: id, Status: status })),
    };
  },
);

export const taskOperations: Readonly<Record<string, VpcOperation>> = {
  DescribeTaskResult: describeTask,
  DescribeVpcTaskResult: describeVpcTask,
};
