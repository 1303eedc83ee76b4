import { list, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';

/** https://cloud.baidu.com/doc/VPC/s/sjwvyuhe7: most writes succeed with 200 and no body. */
export const nothing = () => z.looseObject({});

export const page = { isTruncated: truth, nextMarker: text };

export const tagModels = list(z.looseObject({ tagKey: text, tagValue: text }));
