import * as z from 'zod';
import { text } from '../../tencent/operation.ts';
import { operation, type VpcOperation } from '../operation.ts';

/** Tasks of EIPs have numbers, those of gateways the RequestId of the write. */
const NUMBER = /^\d+$/;

const describeTask = operation(
  ({ int }) =>
    z.union([z.strictObject({ TaskId: int, DealName: text.optional() }), z.strictObject({ DealName: text })]),
  ({ state }, input) => {
    const id = 'TaskId' in input ? input.TaskId : input.DealName;
    return { TaskId: id, Result: state.tasks.find(String(id)).status };
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
