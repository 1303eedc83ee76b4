export { cloudModule, type SettingsOf } from './cloud-module.ts';
export { type CloudConfiguration, type Configuration, configuredModules } from './configuration.ts';
export { type DriverFactory, driverModule } from './driver-module.ts';
export { natModule } from './nat-module.ts';
export { token } from './token.ts';
export {
  CLOCK,
  DRIVER,
  LEDGER,
  NAT,
  type NamedDriver,
  RANDOM,
  RATE_LIMITER,
  SENDER,
  TRACE,
} from './tokens.ts';
