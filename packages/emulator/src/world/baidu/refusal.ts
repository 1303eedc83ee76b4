/** Why the emulated Baidu AI Cloud refuses a call, in the words of its rules. How that looks on the wire is no concern here. */
export type RefusalReason =
  | 'gateway-missing'
  | 'resource-missing'
  | 'address-missing'
  | 'value-invalid'
  | 'name-empty'
  | 'not-allowed'
  | 'over-limit'
  | 'sold-out'
  | 'token-reused';

/** A rule of the world said no. Nothing has changed when this is thrown. */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, explanation: string) {
    super(explanation);
    this.name = 'Refusal';
    this.reason = reason;
  }
}
