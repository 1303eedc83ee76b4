import { runConformance } from '@polynat/testkit/conformance';
import { emulated } from './emulated.ts';

runConformance('tencent-vpc', emulated);
