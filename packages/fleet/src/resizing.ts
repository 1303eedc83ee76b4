import { type Clouds, check, sizeRequestSchema } from '@polynat/core';
import { json, type OperationHandler } from '@polynat/engine';
import { completed } from '@polynat/migrate';
import * as z from 'zod';

const resizeSchema = z.object({ ref: z.string(), size: sizeRequestSchema });

export const resizing = (clouds: Clouds): OperationHandler => ({
  async run(args, context) {
    const { token, signal, beforeSend } = context;
    const { ref, size } = check(resizeSchema, args, 'arguments of the step');
    const resize = clouds.gateway(ref).resize(size, { token, signal, beforeSend });
    const gateway = await completed(resize, context);
    return json(gateway.size);
  },
});
