export type { EmulatorClock } from './clock.ts';
export type { EmulatorConnection } from './connection.ts';
export { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
export type { Fault, FaultControls, FaultInput } from './faults.ts';
export type { RequestCount } from './request-counts.ts';
export type { LoggedRequest } from './request-log.ts';
