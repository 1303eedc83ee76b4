export { type Adapter, type AdapterRegistry, adapter } from './adapter.ts';
export { type CloudConfiguration, type Configuration, configuredModules } from './configuration.ts';
export { type DriverFactory, type DriverRuntime, driverModule } from './driver-module.ts';
export { natModule } from './nat-module.ts';
export type {
  ReceivedResponse,
  Sender,
  SendOptions,
  SentRequest,
  Trace,
  TracedCall,
  TraceEvent,
} from './seams.ts';
export { token } from './token.ts';
export { CLOCK, DRIVER, NAT, type NamedDriver, RANDOM, SENDER, TRACE } from './tokens.ts';
