export { type Clock, hours, minutes, type Random, seconds, systemClock, systemRandom } from './clock.ts';
export {
  type ErrorCode,
  errorCodes,
  NatError,
  type NatErrorDetails,
  type Outcome,
  type ProviderDetails,
} from './errors.ts';
